"""Values of the catalog as GraphQL literals, and rules as directives."""

from typing import Any

from py_api.catalog.model import Field
from py_api.schema_file.vocabulary import literal as _literal
from py_api.schema_file.vocabulary import plain

# What the type itself says already.
_IMPLIED = {"finite": True, "maxLevels": 1000}


def literal(value: Any, enum: bool = False) -> str | None:
    """A JSON value as a literal, names of an enum without quotes; None where no literal can say it."""
    if enum:
        return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)
    return _literal(value)


def said_rules(field: Field) -> dict[str, str]:
    """The rules of a field as arguments of @rule. One that no literal can say is left to the description."""
    said = {}
    for name, rule in field.rules.items():
        if _IMPLIED.get(name) == rule or (name == "oneOf" and "Enum" in field.type.scalar):
            continue
        value, _ = plain(rule)
        text = _literal(value) if value is not None else None
        if text is not None:
            said[name] = text
    return said


def rule_directives(field: Field) -> str:
    """@rule(...), "" for none."""
    if not field.rules:
        return ""
    said = said_rules(field)
    return f"@rule({', '.join(f'{name}: {text}' for name, text in said.items())})" if said else ""
