"""What a fence's label means, whatever spelling it has."""

from typing import Final

# Labels that Learn's highlighter takes for the same language, by the name used here.
_ALIASES: Final = {
    "bash": ("sh", "shell", "zsh", "curl"),
    "console": ("cmd", "dos", "terminal", "shell-session"),
    "cpp": ("c++",),
    "csharp": ("cs", "c#", "dotnet"),
    "fsharp": ("fs", "f#"),
    "go": ("golang",),
    "http": ("https", "rest"),
    "javascript": ("js", "node", "nodejs"),
    "json": ("jsonc", "json5"),
    "markdown": ("md",),
    "powershell": ("pwsh", "azurepowershell", "posh", "ps", "ps1"),
    "python": ("py", "python3", "ipython", "ipython3", "py3"),
    "rust": ("rs",),
    "text": ("txt", "plaintext", "plain", "none"),
    "typescript": ("ts",),
    "vb": ("vbnet",),
    "yaml": ("yml",),
}
# Further labels, which have no other spelling.
_OTHERS: Final = (
    "azurecli", "c", "css", "dart", "diff", "dockerfile", "graphql", "groovy", "html", "ini", "java", "kotlin", "kusto",
    "latex", "lua", "makefile", "mermaid", "msgraph", "objective-c", "output", "perl", "php", "r", "razor", "ruby",
    "scala", "sql", "swift", "terraform", "toml", "xml", "bicep", "hcl", "jsonl", "log",
    "pycon", "ndjson", "jsx", "tsx", "mdx", "svg", "vue", "svelte", "env", "dotenv", "properties", "protobuf", "proto",
    "prisma", "nginx", "regex", "rst", "elixir", "haskell", "julia", "zig", "cypher", "sparql", "kql", "csv",
    "apache", "batch", "fish", "asciidoc", "jinja", "jinja2", "handlebars", "liquid", "turtle", "cmake", "solidity",
)  # fmt: skip
_CANONICAL: Final = {alias: name for name, aliases in _ALIASES.items() for alias in aliases}

# Every label that is known, in its canonical spelling.
KNOWN_LABELS: Final = frozenset((*_ALIASES, *_OTHERS))


def canonical_language(label: str) -> str:
    """Return the language that a label means: ``azurepowershell-interactive`` is ``powershell``.

    A label that is not known stays itself in lower case; without one it is ``""``.
    """
    name = label.lower().removesuffix("-interactive")
    return _CANONICAL.get(name, name)
