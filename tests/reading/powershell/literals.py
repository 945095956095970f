"""JSON values, and how PowerShell writes them as literals: the same value in many ways."""

from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

# No control characters but those that PowerShell has an escape for, and no surrogates.
_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2028\u2029\ufeff")
    | st.sampled_from("\n\t'\"`$"),
    max_size=12,
)  # fmt: skip
_NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1) | st.decimals(-1_000_000, 1_000_000, places=4).filter(bool).map(
    lambda number: Decimal(str(float(number)))
)
_SCALARS = st.none() | st.booleans() | _NUMBERS | _TEXT


def names() -> st.SearchStrategy[str]:
    """Names of members: a hashtable does not tell them apart by case, and has some of its own."""
    return st.text(st.sampled_from("abcdefghij_xyz0123456789- .é"), min_size=1, max_size=8).filter(
        lambda name: name.lower() not in ("count", "keys", "values")
    )


def values() -> st.SearchStrategy[dict[str, Any]]:
    """Objects that hold any JSON."""
    nested = st.recursive(
        _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names(), inner, max_size=4), max_leaves=12
    )
    return st.dictionaries(names(), nested, max_size=5)


def literal(value: Any, style: Random) -> str:
    """Return ``value`` as PowerShell writes it, in one of the ways that there are."""
    match value:
        case None:
            return "$null"
        case bool():
            return "$true" if value else "$FALSE"
        case int() if 0 <= value < 2**31 and style.random() < 0.3:
            return f"0x{value:x}"
        case int() | Decimal():
            return str(value)
        case str():
            return _text(value, style)
        case list():
            return _array([literal(one, style) for one in value], style)
    return _table([(name, literal(one, style)) for name, one in value.items()], style)


def _text(value: str, style: Random) -> str:
    kind = style.choice(["single", "double", "here", "pieces"])
    if kind == "here" and "\n'@" not in f"\n{value}":
        return f"@'\n{value}\n'@"
    if kind == "double":
        escaped = "".join({"`": "``", '"': '`"', "$": "`$", "\n": "`n", "\t": "`t"}.get(one, one) for one in value)
        return f'"{escaped}"'
    if kind == "pieces" and len(value) > 1:
        return f"({_text(value[:1], style)} + {_text(value[1:], style)})"
    return "'" + value.replace("'", "''") + "'"


def _array(elements: list[str], style: Random) -> str:
    if len(elements) > 1 and style.random() < 0.4:
        return "(" + ", ".join(f"({one})" for one in elements) + ")"
    if not elements or style.random() < 0.5:
        # Between lines the elements are statements, and an array among them would be taken apart.
        return "@(" + ", ".join(f"({one})" for one in elements) + ")" if len(elements) != 1 else f"@(, ({elements[0]}))"
    return "@(\n" + "\n".join(f", ({one})" for one in elements) + "\n)"


def _table(members: list[tuple[str, str]], style: Random) -> str:
    between = style.choice(["; ", "\n", ";\n  "])
    inner = between.join(f"{_name(name, style)} = {one}" for name, one in members)
    kind = style.choice(["", "[ordered]", "[pscustomobject]"])
    return f"({kind}@{{ {inner} }})"


def _name(name: str, style: Random) -> str:
    plain = name.isascii() and name.isidentifier()
    if plain and style.random() < 0.7:
        return name
    return "'" + name.replace("'", "''") + "'" if style.random() < 0.5 else f'"{name}"'
