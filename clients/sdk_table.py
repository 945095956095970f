"""Write the table of what the pinned openai SDK has: names, clients' members, keywords, and members of an answer.

python -m clients.sdk_table          check that conformance/reading/python/sdk_table.py says so
python -m clients.sdk_table --write  write it
"""

import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import openai
from openai.types.chat import ChatCompletion

ROOT: Final = Path(__file__).resolve().parents[1]
TABLE: Final = ROOT / "conformance" / "reading" / "python" / "sdk_table.py"
_HEAD: Final = '''"""What the openai SDK has, as release {version} does. Written by ``python -m clients.sdk_table --write``; not by hand."""

from typing import Final

# fmt: off
'''


def resources(client: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each path below a client that leads to members, itself first as "", with the names of these members."""
    yield ".".join(path), public(client)
    for name in public(client):
        found = inspect.getattr_static(type(client), name, None)
        if type(found).__name__ not in ("cached_property", "property") or (path and name.startswith("with_")):
            continue
        below = getattr(client, name)
        if type(below).__module__.startswith("openai.resources"):
            yield from resources(below, (*path, name))


def public(item: Any) -> tuple[str, ...]:
    return tuple(sorted(name for name in dir(item) if not name.startswith("_")))


def keywords(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the keywords that ``function`` takes, those for experts that begin with ``_`` aside."""
    names = inspect.signature(function).parameters
    return tuple(sorted(name for name in names if name != "self" and not name.startswith("_")))


def answers(model: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield for an answer's class, and for each class below it, the fields by the path that leads there; ``*`` is any index."""
    todo: list[tuple[str, Any]] = [("", model)]
    seen = set[Any]()
    while todo:
        path, one = todo.pop(0)
        yield path, tuple(sorted(one.model_fields))
        seen.add(one)
        for name, field in one.model_fields.items():
            for below in classes_in(field.annotation):
                if below not in seen:
                    star = ".*" if "List[" in str(field.annotation) or "list[" in str(field.annotation) else ""
                    todo.append((f"{path}.{name}{star}".lstrip("."), below))


def classes_in(annotation: Any) -> Iterator[Any]:
    """Yield the classes with fields that an annotation names; of a union of several none, as any may come."""
    if hasattr(annotation, "model_fields"):
        yield annotation
        return
    found = [one for part in getattr(annotation, "__args__", ()) for one in classes_in(part)]
    if len(found) == 1:
        yield found[0]


def table() -> str:
    """Return the module's text."""
    made: dict[str, Any] = {
        "OpenAI": openai.OpenAI(api_key="none"),
        "AzureOpenAI": openai.AzureOpenAI(api_key="none", api_version="v", azure_endpoint="https://example.test"),
    }
    members: dict[str, tuple[str, ...]] = {}
    for client in made.values():
        for path, names in resources(client):
            members[path] = tuple(sorted({*members.get(path, ()), *names}))
    chat = made["OpenAI"].chat.completions
    methods = tuple(sorted(set(public(ChatCompletion)) - set(ChatCompletion.model_fields)))
    clients = {
        one.__name__: keywords(one)
        for one in (openai.OpenAI, openai.AsyncOpenAI, openai.AzureOpenAI, openai.AsyncAzureOpenAI)
    }
    inside = {one.name for one in pkgutil.iter_modules(openai.__path__) if not one.name.startswith("_")}
    names = tuple(sorted({*public(openai), *inside}))
    return "\n".join(
        (
            _HEAD.format(version=openai.__version__),
            lines("RELEASE", openai.__version__, "The release that was read."),
            lines("NAMES", names, "The names of the module ``openai``, its own modules included."),
            lines("CLIENTS", clients, "The keywords of its clients."),
            lines("CREATE", keywords(chat.create), "The keywords of ``chat.completions.create``."),
            lines("MEMBERS", members, "The members of a client, by the path from it."),
            lines("ANSWER", dict(answers(ChatCompletion)), "The fields of an answer, by the path from it."),
            lines("METHODS", methods, "What an answer, and each object in it, has beside its fields."),
        )
    )


def lines(name: str, value: Any, says: str) -> str:
    """Return an assignment of ``value``, wrapped."""
    if isinstance(value, str):
        return f'# {says}\n{name}: Final = "{value}"'
    if isinstance(value, tuple):
        return f"# {says}\n{name}: Final = frozenset((\n{wrapped(value)}\n))"
    rows = "\n".join(
        f'    "{path}": frozenset((\n{wrapped(names, 8)}\n    )),' for path, names in sorted(value.items())
    )
    return f"# {says}\n{name}: Final[dict[str, frozenset[str]]] = {{\n{rows}\n}}"


def wrapped(names: tuple[str, ...], indent: int = 4) -> str:
    """Return the names in quotes, in lines that are not too long."""
    rows = [" " * indent]
    for name in names:
        if len(rows[-1]) + len(name) > 112:
            rows.append(" " * indent)
        rows[-1] += f'"{name}", '
    return "\n".join(row.rstrip() for row in rows)


def main() -> int:
    """Write the table, or compare it; exit code 1 where it differs."""
    text = f"{table()}\n"
    if "--write" in sys.argv[1:]:
        TABLE.write_text(text, encoding="utf-8")
        return 0
    if text == TABLE.read_text(encoding="utf-8"):
        print(f"{TABLE.relative_to(ROOT)} is what openai {openai.__version__} has.")
        return 0
    sentence = f"{TABLE.relative_to(ROOT)} is not what openai {openai.__version__} has; run `make sdk-table-write`."
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
