"""Descriptions of the types of classes, their fields and enums: what their authors say, and the rules in words."""

from py_api.catalog.model import Class, Field


def about_enum(field: Field) -> str | None:
    """The description of an enum: its own, or that of the one field that it is of."""
    return field.description or field.label if field.enum is None else field.enum_description


def about(field: Field) -> str | None:
    """The description of a field: what its author says, and its rules in words."""
    texts = [text for text in (field.label, field.description) if text]
    if field.messages:
        texts.append(f"Rules: {'; '.join(field.messages)}.")
    if field.personal:
        texts.append("Personal: clones for tests get made-up values.")
    return "\n\n".join(texts) or None


def about_class(cls: Class) -> str | None:
    """The description of a class's type."""
    checks = ", ".join(cls.checks)
    text = [
        cls.label,
        cls.description,
        cls.deprecated and f"Deprecated: {cls.deprecated}",
        checks and f"Checks: {checks}.",
    ]
    return "\n\n".join(t for t in text if t) or None
