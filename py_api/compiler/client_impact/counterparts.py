"""What stands for something of an earlier schema in a later one.

Classes and fields are found again by their ids, whatever they are called now.
"""

from py_api.catalog.model import Class, Field
from py_api.compiler.client_impact.changes import Changes, Noted
from py_api.compiler.client_impact.uses import How, Use, enum_field
from py_api.schema import naming as n
from py_api.schema.class_fields import has_input_without
from py_api.schema.definitions import Definition, named
from py_api.schema.lazy_schema import ApiSchema


class Counterparts:
    """Of two versions of a schema. changes: those between the two."""

    def __init__(self, earlier: ApiSchema, later: ApiSchema, changes: Changes) -> None:
        self.earlier, self.later, self.changes = earlier, later, changes
        self._names: dict[str, str | None] = {}
        self._definitions: dict[str, Definition | None] = {}

    def cls(self, cls: Class) -> Class | None:
        """The class in the later schema; one of the same name, where itself is gone."""
        catalog = self.later.catalog
        if cls.id in catalog.heads:
            return catalog.class_of(cls.id)
        return catalog.named(cls.name) if cls.name in catalog else None

    def field(self, cls: Class, field: Field) -> Field | None:
        now = self.cls(cls)
        if now is None:
            return None
        return next((f for f in now.fields.values() if f.id == field.id), None) or now.fields.get(field.name)

    def type_name(self, name: str) -> str | None:
        """What a type is called now."""
        if name not in self._names:
            self._names[name] = self._type_name(name)
        return self._names[name]

    def _type_name(self, name: str) -> str | None:
        definition = self.earlier.define(name)
        if definition is None or definition.class_id is None:
            return name
        cls = self.earlier.catalog.class_of(definition.class_id)
        field = enum_field(cls, name)
        if field is not None:
            suffix = name.removeprefix(n.enum_name(field))
            shared, _ = self.shared_enum(field)
            if shared is not None and (suffix != n.LIST_FILTER or f"[{shared}]" in self.later.catalog.enums):
                return shared + suffix
            now = self.field(cls, field)
            return n.enum_name(now) + suffix if now is not None and "Enum" in now.type.scalar else None
        then = self.cls(cls)
        if then is None:
            return None
        suffix = name.removeprefix(cls.name)
        for reference in cls.fields.values():
            without = n.without("", reference.name)
            if has_input_without(cls, reference) and suffix in (without + n.CREATE_INPUT, without + n.LINKS_INPUT):
                now = self.field(cls, reference)
                is_there = now is not None and has_input_without(then, now)
                suffix = (n.without("", now.name) if now is not None and is_there else "") + suffix.removeprefix(
                    without
                )
        return then.name + suffix

    def shared_enum(self, field: Field) -> tuple[str | None, Noted | None]:
        """What the enum that a field shared is called now, and why; None where no field has it any more."""
        if field.enum is None:
            return None, None
        now, noted = self.changes.renamed_enum(field.enum)
        return (now, noted) if now in self.later.catalog.enums else (None, None)

    def is_shared_enum(self, use: Use) -> bool:
        """Is it of an enum that fields shared, and share still?"""
        if use.how not in (How.TYPE, How.VALUE) or use.field is None or use.definition is None:
            return False
        return enum_field(use.cls, use.definition.name) is not None and self.shared_enum(use.field)[0] is not None

    def definition(self, definition: Definition) -> Definition | None:
        name = self.type_name(definition.name)
        if name is None:
            return None
        if name not in self._definitions:
            self._definitions[name] = self.later.define(name)
        return self._definitions[name]

    def reference(self, text: str) -> str:
        """A type reference like "[Product!]!", in the names of now."""
        name = named(text)
        return text.replace(name, self.type_name(name) or name)

    # --- why ---

    def noted(self, cls: Class, field: str | None, *kinds: str) -> Noted | None:
        return self.changes.last(kinds, self.chain(cls), field)

    def noted_later(self, cls: Class, field: str | None, *kinds: str) -> Noted | None:
        """The same by the names of now."""
        return self.changes.last(kinds, _chain(self.later, cls), field, later=True)

    def chain(self, cls: Class) -> list[str]:
        """The class and its ancestors, by their earlier names."""
        return _chain(self.earlier, cls)


def _chain(api: ApiSchema, cls: Class) -> list[str]:
    return [cls.name, *(head.name for head in api.catalog.ancestors(cls.id))]
