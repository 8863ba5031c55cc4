"""Values of the catalog as GraphQL literals, and rules as directives."""

from typing import Any

from py_api.catalog.model import Field
from py_api.sdl.vocabulary import literal as _literal
from py_api.sdl.vocabulary import plain

# What the type itself says already.
_IMPLIED = {"finite"}


def literal(value: Any, enum: bool = False) -> str | None:
    """A JSON value as a literal, names of an enum without quotes; None where no literal can say it."""
    if enum:
        return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)
    return _literal(value)


def rule_directives(field: Field) -> str:
    """The effective rules of a field as @rule(...), "" for none. What no literal can say stands in the description."""
    said = []
    for name, rule in field.rules.items():
        value, _ = plain(rule)
        text = None if name in _IMPLIED or value is None else _literal(value)
        if text is not None and not (name == "oneOf" and "Enum" in field.type.scalar):
            said.append(f"{name}: {text}")
    return f"@rule({', '.join(said)})" if said else ""
