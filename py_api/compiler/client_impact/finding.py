"""What is different for a document between two versions of a schema: a finding each, with advice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from py_api.catalog.model import Class, Field
from py_api.compiler.client_impact.changes import Noted
from py_api.compiler.client_impact.counterparts import Counterparts
from py_api.compiler.client_impact.uses import How, Use
from py_api.schema.class_fields import scalar_of


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is different. field: by the name that the document's author knows. noted: the change behind it.

    gone: there is nothing in its place, and what is selected of it goes too.
    """

    message: str
    advice: str
    cls: str | None = None
    field: str | None = None
    noted: Noted | None = None
    gone: bool = False

    def within(self, type_name: str) -> "Finding":
        return replace(self, advice=f"in values of {type_name}, {self.advice}")


class FindingMaker:
    """Makes the findings about classes, enums and fields."""

    def __init__(self, counterparts: Counterparts) -> None:
        self.counterparts = counterparts

    # --- classes ----------------------------------------------------------------------------------------------------

    def class_gone(self, cls: Class) -> Finding:
        noted = self.counterparts.noted(cls, None, "CLASS_DROPPED", "CLASS_PURGED")
        advice = f"leave it out: `{cls.name}` was dropped{in_version(noted)}"
        return Finding(f"`{cls.name}` is gone", advice, cls.name, None, noted, True)

    def class_renamed(self, cls: Class, old: str, new: str) -> Finding:
        noted = self.counterparts.noted(cls, None, "CLASS_RENAMED")
        now = self.counterparts.cls(cls)
        assert now is not None
        because = f": {cls.name} was renamed {now.name}{in_version(noted)}" if now.name != cls.name else ""
        return Finding(f"`{old}` is `{new}` now", f"use `{new}`{because}", cls.name, None, noted)

    # --- enums and keys ---------------------------------------------------------------------------------------------

    def no_key(self, use: Use, field: Field | None, left: list[str]) -> Finding:
        kinds = ("UNIQUE_DROPPED",) if field is None else ("RULES_CHANGED",)
        noted = self.counterparts.noted(use.cls, field.name if field else None, *kinds)
        others = ", ".join(f"`{name}`" for name in left)
        advice = f"go by one of {others}: `{use.name}` is not unique{since_version(noted)}"
        return Finding(f"`{use.name}` is not unique now", advice, use.cls.name, use.name, noted)

    def enum_gone(self, use: Use, field: Field) -> Finding:
        now = self.counterparts.field(use.cls, field)
        return self.field_gone(use.cls, field.name) if now is None else self.retyped(use, field, now)

    def enum_renamed(self, use: Use, field: Field, new: str) -> Iterator[Finding]:
        """A type of an enum has another name: the enum or the field was renamed, or the field has another enum."""
        assert use.definition is not None
        shared, noted = self.counterparts.shared_enum(field)
        now = self.counterparts.field(use.cls, field)
        if shared is None and now is not None and now.name != field.name:
            yield self.field_renamed(use.cls, field.name, new, use.definition.name, field.name)
            return
        advice = f"use `{new}`: the enum was renamed{in_version(noted)}"
        if shared is None:
            noted = self.counterparts.noted(use.cls, field.name, "FIELD_TYPE_CHANGED")
            advice = f"use `{new}`: `{field.name}` has another enum{since_version(noted)}"
        yield Finding(f"`{use.definition.name}` is `{new}` now", advice, use.cls.name, field.name, noted)

    def values_gone(self, cls: Class, field: Field, only: str | None = None) -> Iterator[Finding]:
        now, (shared, _) = self.counterparts.field(cls, field), self.counterparts.shared_enum(field)
        values = values_of(now) if now is not None else ()
        definition = self.counterparts.later.define(shared) if shared is not None else None
        if definition is not None:
            values = tuple(value.name for value in definition.values)
        for value in values_of(field):
            if value not in values and only in (None, value):
                to, noted = self.counterparts.changes.renamed_option(self.counterparts.chain(cls), field.name, value)
                if field.enum is not None and shared is not None:
                    to, noted = self.counterparts.changes.renamed_enum_option(field.enum, value)
                if to in values:
                    advice = f"use `{to}`: `{value}` was renamed{in_version(noted)}"
                    yield Finding(f"`{value}` is `{to}` now", advice, cls.name, field.name, noted)
                    continue
                noted = self.counterparts.noted(cls, field.name, "FIELD_TYPE_CHANGED")
                left = f"one of {', '.join(f'`{v}`' for v in values)}" if values else "something else"
                advice = f"use {left}: `{field.name}` has no `{value}`{since_version(noted)}"
                yield Finding(f"`{value}` is not a value of `{field.name}` now", advice, cls.name, field.name, noted)

    # --- fields -----------------------------------------------------------------------------------------------------

    def field_gone(self, cls: Class, name: str) -> Finding:
        noted = self.counterparts.noted(cls, name, "FIELD_DROPPED", "FIELD_PURGED")
        advice = f"leave it out: `{name}` was dropped{in_version(noted)}"
        return Finding(f"`{name}` of {cls.name} is gone", advice, cls.name, name, noted, True)

    def field_renamed(
        self, cls: Class, name: str, new: str, old: str | None = None, field: str | None = None
    ) -> Finding:
        """old: what stands in the document, where it is not the field's name."""
        noted = self.counterparts.noted(cls, name, "FIELD_RENAMED")
        advice = f"use `{new}`: `{name}` was renamed{in_version(noted)}"
        return Finding(f"`{old or name}` is `{new}` now", advice, cls.name, field or name, noted)

    def required(self, cls: Class, field: Field, now: Field) -> Finding:
        noted = self.counterparts.noted(cls, field.name, "RULES_CHANGED", "FIELD_CHANGED")
        advice = f"give `{now.name}` a value that is never null: it is required{since_version(noted)}"
        return Finding(f"`{now.name}` is required now", advice, cls.name, field.name, noted)

    def absent(self, type_name: str, field: str) -> Finding | None:
        """A field of an input type of now that must be given."""
        definition = self.counterparts.later.define(type_name)
        if definition is None or definition.class_id is None:
            return None
        cls = self.counterparts.later.catalog.class_of(definition.class_id)
        noted = self.counterparts.noted_later(
            cls, field, "FIELD_ADDED", "RULES_CHANGED", "FIELD_CHANGED", "FIELD_TYPE_CHANGED"
        )
        advice = f"give `{field}`: it is required{since_version(noted)}"
        return Finding(f"`{field}` of {type_name} is required", advice, cls.name, field, noted)

    def retyped(self, use: Use, field: Field, now: Field) -> Finding:
        noted = self.counterparts.noted(use.cls, field.name, "FIELD_TYPE_CHANGED", "FIELD_ADDED")
        old, new = _kind(field), _kind(now)
        do = "take" if use.how is How.READ else "give"
        advice = (
            f"{do} `{now.name}` as {new}: it was {old} before version {noted.version}"
            if noted
            else (f"{do} `{now.name}` as {new}: it was {old}")
        )
        return Finding(f"`{now.name}` is {new} now, and was {old}", advice, use.cls.name, field.name, noted)


def in_version(noted: Noted | None) -> str:
    return f" in version {noted.version}" if noted is not None else ""


def since_version(noted: Noted | None) -> str:
    return f" since version {noted.version}" if noted is not None else ""


def values_of(field: Field) -> tuple[str, ...]:
    return tuple(field.params.get("values", ()))


def _kind(field: Field) -> str:
    """What a field holds, as the API has it."""
    if field.is_reference:
        return f"{'references' if field.is_many else 'a reference'} to {field.target or 'any thing'}"
    return scalar_of(field)
