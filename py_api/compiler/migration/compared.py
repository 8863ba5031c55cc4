"""What has become of what a document uses, between two versions of a schema.

Classes and fields are found again by their ids, whatever they are called now.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graphql import Node, ObjectValueNode

from py_api.catalog.model import Class, Field, Unique
from py_api.compiler.migration.changes import Changes, Noted
from py_api.compiler.migration.uses import WRITTEN, How, Use, enum_field
from py_api.schema import naming as n
from py_api.schema import roots
from py_api.schema.class_fields import has_input_without, scalar_of
from py_api.schema.definitions import Definition, Input, Kind, Output, named
from py_api.schema.lazy import ApiSchema
from py_api.schema.sources import Root
from py_api.schema.statics import SEARCH_OPERATORS

_WRITES = {Root.CREATE, Root.CREATE_MANY, Root.UPDATE, Root.UPDATE_MANY, Root.UPSERT, Root.UPSERT_MANY}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is otherwise. field: by the name that the document's author knows. noted: what made it so.

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


class Compared:
    """Two versions of a schema. changes: what lies between."""

    def __init__(self, earlier: ApiSchema, later: ApiSchema, changes: Changes) -> None:
        self.earlier, self.later, self.changes = earlier, later, changes
        self._names: dict[str, str | None] = {}
        self._definitions: dict[str, Definition | None] = {}

    # --- what has become of something -----------------------------------------------------------------------------

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
            shared, _ = self._shared(field)
            if shared is not None and (suffix != n.LIST_FILTER or f"[{shared}]" in self.later.catalog.enums):
                return shared + suffix
            now = self.field(cls, field)
            return n.enum_name(now) + suffix if now is not None and "Enum" in now.type.scalar else None
        then = self.cls(cls)
        if then is None:
            return None
        suffix = name.removeprefix(cls.name)
        for each in cls.fields.values():
            without = n.without("", each.name)
            if has_input_without(cls, each) and suffix in (without + n.CREATE_INPUT, without + n.LINKS_INPUT):
                now = self.field(cls, each)
                is_there = now is not None and has_input_without(then, now)
                suffix = (n.without("", now.name) if now is not None and is_there else "") + suffix.removeprefix(
                    without
                )
        return then.name + suffix

    def _shared(self, field: Field) -> tuple[str | None, Noted | None]:
        """What the enum that a field shared is called now, and why; None where no field has it any more."""
        if field.enum is None:
            return None, None
        now, noted = self.changes.renamed_enum(field.enum)
        return (now, noted) if now in self.later.catalog.enums else (None, None)

    def _is_shared(self, use: Use) -> bool:
        """Is it of an enum that fields shared, and share still?"""
        if use.how not in (How.TYPE, How.VALUE) or use.field is None or use.definition is None:
            return False
        return enum_field(use.cls, use.definition.name) is not None and self._shared(use.field)[0] is not None

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

    # --- why --------------------------------------------------------------------------------------------------------

    def noted(self, cls: Class, field: str | None, *kinds: str) -> Noted | None:
        return self.changes.last(kinds, self._chain(self.earlier, cls), field)

    def noted_later(self, cls: Class, field: str | None, *kinds: str) -> Noted | None:
        """The same by the names of now."""
        return self.changes.last(kinds, self._chain(self.later, cls), field, later=True)

    @staticmethod
    def _chain(api: ApiSchema, cls: Class) -> list[str]:
        return [cls.name, *(head.name for head in api.catalog.ancestors(cls.id))]

    # --- findings ---------------------------------------------------------------------------------------------------

    def findings(self, use: Use, fits: bool) -> Iterator[Finding]:
        """What is otherwise for a use: nothing where all is as it was.

        fits: graphql-core finds that the document holds at the later version, so what it gives is of the right types.
        """
        now = self.cls(use.cls)
        if now is None and self._is_shared(use):
            now = use.cls  # another class brings the enum along
        if now is None:
            yield self._class_gone(use.cls)
        elif use.how is How.ROOT:
            yield from self._root(use, now)
        elif use.how in (How.TYPE, How.TYPENAME):
            yield from self._type(use, now)
        elif use.how is How.VALUE:
            yield from self._value(use, now)
        elif use.inverse is not None:
            yield from self._inverse(use, now)
        elif use.how is How.KEY:
            yield from self._key(use)
        elif use.field is not None:
            yield from self._field(use, use.field, fits)
        elif use.name != now.name:  # of a list of names of classes
            yield self._class_renamed(use.cls, use.name, now.name)

    def _class_gone(self, cls: Class) -> Finding:
        noted = self.noted(cls, None, "CLASS_DROPPED", "CLASS_PURGED")
        message = f"`{cls.name}` is gone"
        return Finding(message, f"leave it out: `{cls.name}` was dropped{_in(noted)}", cls.name, None, noted, True)

    def _class_renamed(self, cls: Class, old: str, new: str) -> Finding:
        noted = self.noted(cls, None, "CLASS_RENAMED")
        now = self.cls(cls)
        assert now is not None
        because = f": {cls.name} was renamed {now.name}{_in(noted)}" if now.name != cls.name else ""
        return Finding(f"`{old}` is `{new}` now", f"use `{new}`{because}", cls.name, None, noted)

    def _root(self, use: Use, now: Class) -> Iterator[Finding]:
        for shape in (shape for shapes in roots.SHAPES.values() for shape in shapes if shape.kind is use.root):
            if shape.name(now) != use.name:
                yield self._class_renamed(use.cls, use.name, shape.name(now))
        if use.root in _WRITES:
            yield from self._stricter(use.cls, now)

    def _stricter(self, cls: Class, now: Class) -> Iterator[Finding]:
        """Rules across fields that are new."""
        for check in now.checks:
            if now.checks[check] != cls.checks.get(check):
                noted = self.noted(cls, None, "RULES_CHANGED")
                message = f"`{check}` is checked otherwise when a {cls.name} is written"
                advice = f"see that what is written satisfies `{check}`, which is a rule{_since(noted)}"
                yield Finding(message, advice, cls.name, None, noted)
        known = {unique.fields for unique in cls.uniques}
        fields = {f.id: f.name for f in cls.fields.values()}
        for unique in now.uniques:
            if tuple(fields.get(now.fields[name].id, name) for name in unique.fields) not in known:
                noted = self.noted(cls, None, "UNIQUE_ADDED")
                combined = ", ".join(f"`{name}`" for name in unique.fields)
                message = f"{combined} must be unique together"
                advice = f"expect UNIQUE_VIOLATION: no two things may have the same {combined}{_since(noted)}"
                yield Finding(message, advice, cls.name, None, noted)

    # --- types ------------------------------------------------------------------------------------------------------

    def _type(self, use: Use, now: Class) -> Iterator[Finding]:
        assert use.definition is not None
        name = self.type_name(use.definition.name)
        if name is None:
            assert use.field is not None
            yield self._enum_gone(use, use.field)
        elif name != use.definition.name:
            if use.how is How.TYPENAME:
                noted = self.noted(use.cls, None, "CLASS_RENAMED")
                advice = f"expect `{name}` in __typename: {use.cls.name} was renamed{_in(noted)}"
                yield Finding(f"`{use.definition.name}` is `{name}` now", advice, use.cls.name, None, noted)
            elif use.field is not None and (use.field.enum is not None or now.name == use.cls.name):
                yield from self._enum_renamed(use, use.field, name)
            else:
                yield self._class_renamed(use.cls, use.definition.name, name)
        if name is not None and use.how is How.TYPE:
            if use.definition.kind is Kind.INPUT:
                yield from self._inputs(use.definition, self.later.define(name))
            elif use.definition.kind is Kind.ENUM and use.field is not None:
                yield from self._values_gone(use.cls, use.field)

    def _inputs(self, old: Definition, new: Definition | None) -> Iterator[Finding]:
        """What is otherwise for the values of variables of an input type. Only the type's own fields are looked at."""
        if new is None or old.class_id is None:
            return
        cls = self.earlier.catalog.class_of(old.class_id)
        for each in old.inputs.values():
            if isinstance(each.source, Field) and each.source.id:
                how = How.WRITTEN if old.name.endswith(WRITTEN) else How.CHOICE
                place = Use(NOWHERE, how, each.name, cls, each.source, definition=old)
                for finding in self._field(place, each.source, fits=False):
                    yield finding.within(new.name)
            elif isinstance(each.source, Unique):
                for finding in self._key(Use(NOWHERE, How.KEY, each.name, cls, definition=old)):
                    yield finding.within(new.name)
        for name, each in new.inputs.items():
            if each.type.endswith("!") and not self._was_required(old, cls, each):
                absent = self.absent(new.name, name)
                if absent is not None:
                    yield absent.within(new.name)

    def _was_required(self, old: Definition, cls: Class, new: Input) -> bool:
        for each in old.inputs.values():
            if isinstance(each.source, Field) and isinstance(new.source, Field):
                now = self.field(cls, each.source)
                if now is not None and now.id == new.source.id:
                    return each.type.endswith("!")
        return False

    def absent(self, type_name: str, field: str) -> Finding | None:
        """A field of an input type of now that must be given."""
        definition = self.later.define(type_name)
        if definition is None or definition.class_id is None:
            return None
        cls = self.later.catalog.class_of(definition.class_id)
        noted = self.noted_later(cls, field, "FIELD_ADDED", "RULES_CHANGED", "FIELD_CHANGED", "FIELD_TYPE_CHANGED")
        advice = f"give `{field}`: it is required{_since(noted)}"
        return Finding(f"`{field}` of {type_name} is required", advice, cls.name, field, noted)

    # --- values of enums ----------------------------------------------------------------------------------------

    def _value(self, use: Use, now: Class) -> Iterator[Finding]:
        assert use.definition is not None
        if use.field is not None and enum_field(use.cls, use.definition.name) is not None:
            if self.type_name(use.definition.name) is None:
                yield self._enum_gone(use, use.field)
            else:
                yield from self._values_gone(use.cls, use.field, use.name)
            return
        new = self.definition(use.definition)
        renamed = self.field(use.cls, use.field) if use.field is not None else None
        name = renamed.name if renamed is not None else use.name
        if new is None or any(value.name == name for value in new.values):
            if name != use.name:
                yield self._field_renamed(use.cls, use.name, name)
        elif use.field is not None and renamed is None:
            yield self._field_gone(use.cls, use.field.name)
        elif use.definition.name.endswith(n.UNIQUE):
            yield self._no_key(use, use.field, [value.name for value in new.values])
        else:
            noted = self.noted(use.cls, use.name, "FIELD_TYPE_CHANGED")
            advice = f"group by something else: values of `{use.name}` make no groups{_since(noted)}"
            yield Finding(f"`{use.name}` is no key of groups now", advice, use.cls.name, use.name, noted)

    def _key(self, use: Use) -> Iterator[Finding]:
        """A combination that things are looked for by."""
        assert use.definition is not None
        new = self.definition(use.definition)
        if new is not None and use.name not in new.inputs:
            yield self._no_key(use, None, list(new.inputs))

    def _no_key(self, use: Use, field: Field | None, left: list[str]) -> Finding:
        kinds = ("UNIQUE_DROPPED",) if field is None else ("RULES_CHANGED",)
        noted = self.noted(use.cls, field.name if field else None, *kinds)
        others = ", ".join(f"`{name}`" for name in left)
        advice = f"go by one of {others}: `{use.name}` is not unique{_since(noted)}"
        return Finding(f"`{use.name}` is not unique now", advice, use.cls.name, use.name, noted)

    def _enum_gone(self, use: Use, field: Field) -> Finding:
        now = self.field(use.cls, field)
        return self._field_gone(use.cls, field.name) if now is None else self._retyped(use, field, now)

    def _enum_renamed(self, use: Use, field: Field, new: str) -> Iterator[Finding]:
        """A type of an enum that is called otherwise: the enum is, or the field; or the field has another enum."""
        assert use.definition is not None
        shared, noted = self._shared(field)
        now = self.field(use.cls, field)
        if shared is None and now is not None and now.name != field.name:
            yield self._field_renamed(use.cls, field.name, new, use.definition.name, field.name)
            return
        advice = f"use `{new}`: the enum was renamed{_in(noted)}"
        if shared is None:
            noted = self.noted(use.cls, field.name, "FIELD_TYPE_CHANGED")
            advice = f"use `{new}`: `{field.name}` has another enum{_since(noted)}"
        yield Finding(f"`{use.definition.name}` is `{new}` now", advice, use.cls.name, field.name, noted)

    def _values_gone(self, cls: Class, field: Field, only: str | None = None) -> Iterator[Finding]:
        now, (shared, _) = self.field(cls, field), self._shared(field)
        values = _values(now) if now is not None else ()
        if field.enum is not None and shared is not None and (definition := self.later.define(shared)) is not None:
            values = tuple(value.name for value in definition.values)
        for value in _values(field):
            if value not in values and only in (None, value):
                to, noted = self.changes.renamed_option(self._chain(self.earlier, cls), field.name, value)
                if field.enum is not None and shared is not None:
                    to, noted = self.changes.renamed_enum_option(field.enum, value)
                if to in values:
                    advice = f"use `{to}`: `{value}` was renamed{_in(noted)}"
                    yield Finding(f"`{value}` is `{to}` now", advice, cls.name, field.name, noted)
                    continue
                noted = self.noted(cls, field.name, "FIELD_TYPE_CHANGED")
                left = f"one of {', '.join(f'`{v}`' for v in values)}" if values else "something else"
                advice = f"use {left}: `{field.name}` has no `{value}`{_since(noted)}"
                yield Finding(f"`{value}` is no value of `{field.name}` now", advice, cls.name, field.name, noted)

    # --- fields -----------------------------------------------------------------------------------------------------

    def _field_gone(self, cls: Class, name: str) -> Finding:
        noted = self.noted(cls, name, "FIELD_DROPPED", "FIELD_PURGED")
        advice = f"leave it out: `{name}` was dropped{_in(noted)}"
        return Finding(f"`{name}` of {cls.name} is gone", advice, cls.name, name, noted, True)

    def _field_renamed(
        self, cls: Class, name: str, new: str, old: str | None = None, field: str | None = None
    ) -> Finding:
        """old: what stands in the document, where it is not the field's name."""
        noted = self.noted(cls, name, "FIELD_RENAMED")
        advice = f"use `{new}`: `{name}` was renamed{_in(noted)}"
        return Finding(f"`{old or name}` is `{new}` now", advice, cls.name, field or name, noted)

    def _field(self, use: Use, field: Field, fits: bool) -> Iterator[Finding]:
        now = self.field(use.cls, field)
        if now is None:
            yield self._field_gone(use.cls, field.name)
            return
        if now.name != field.name:
            yield self._field_renamed(use.cls, field.name, now.name)
        if use.definition is None:
            return
        old, new = use.definition, self.definition(use.definition)
        if new is None:
            return
        if use.how is How.READ:
            yield from self._read(use, field, now, old.outputs.get(field.name), new.outputs.get(now.name))
        else:
            if old.name.endswith(n.UNIQUE_INPUT) and old.one_of and now.name not in new.inputs:
                yield self._no_key(use, field, list(new.inputs))
                return
            yield from self._given(use, field, now, old.inputs.get(field.name), new.inputs.get(now.name), fits)

    def _read(self, use: Use, field: Field, now: Field, old: Output | None, new: Output | None) -> Iterator[Finding]:
        if old is None or new is None:
            if new is None:
                yield self._retyped(use, field, now)
            return
        was = self.reference(old.type)
        if was.rstrip("!") != new.type.rstrip("!"):
            yield self._retyped(use, field, now)
        elif was.endswith("!") and not new.type.endswith("!"):
            noted = self.noted(use.cls, field.name, "RULES_CHANGED", "FIELD_TYPE_CHANGED")
            advice = f"expect null in `{now.name}`: it is not required{_since(noted)}"
            yield Finding(f"`{now.name}` can be null now", advice, use.cls.name, field.name, noted)
        added = [value for value in _values(now) if value not in _values(field)]
        if added and "Enum" in field.type.scalar:
            noted = self.noted(use.cls, field.name, "FIELD_TYPE_CHANGED", "OPTION_RENAMED")
            values = ", ".join(f"`{value}`" for value in added)
            advice = f"expect {values} in `{now.name}`, which there are{_since(noted)}"
            yield Finding(f"`{now.name}` can be {values} now", advice, use.cls.name, field.name, noted)

    def _given(
        self, use: Use, field: Field, now: Field, old: Input | None, new: Input | None, fits: bool
    ) -> Iterator[Finding]:
        if old is None or new is None:
            if new is None:
                yield self._retyped(use, field, now)
            return
        was = self.reference(old.type).rstrip("!")
        if was != new.type.rstrip("!"):
            if was == f"Searchable{new.type}":
                noted = self.noted(use.cls, field.name, "FIELD_CHANGED")
                if use.operator in SEARCH_OPERATORS or (use.operator is None and not _is_literal(use.node)):
                    advice = f"filter `{now.name}` by contains or another operator: it is not searchable{_since(noted)}"
                    yield Finding(f"`{now.name}` cannot be searched now", advice, use.cls.name, field.name, noted)
            elif new.type != f"Searchable{was}" and not fits:
                yield self._retyped(use, field, now)
            return
        if new.type.endswith("!") and not old.type.endswith("!") and not fits and use.node is not NOWHERE:
            yield self._required(use.cls, field, now)
        if use.node is NOWHERE:
            yield from self._values_gone(use.cls, field)
        told = ("required", "oneOf") if "Enum" in now.type.scalar else ("required",)
        rules = {rule: argument for rule, argument in now.rules.items() if rule not in told}
        if use.how is How.WRITTEN and any(field.rules.get(rule) != argument for rule, argument in rules.items()):
            noted = self.noted(use.cls, field.name, "RULES_CHANGED")
            advice = f"write `{now.name}` as the rules want it{_since(noted)}: {'; '.join(now.messages)}"
            yield Finding(f"other rules hold for `{now.name}` now", advice, use.cls.name, field.name, noted)

    def _required(self, cls: Class, field: Field, now: Field) -> Finding:
        noted = self.noted(cls, field.name, "RULES_CHANGED", "FIELD_CHANGED")
        advice = f"give `{now.name}` a value that is never null: it is required{_since(noted)}"
        return Finding(f"`{now.name}` is required now", advice, cls.name, field.name, noted)

    def _retyped(self, use: Use, field: Field, now: Field) -> Finding:
        noted = self.noted(use.cls, field.name, "FIELD_TYPE_CHANGED", "FIELD_ADDED")
        old, new = _kind(field), _kind(now)
        do = "take" if use.how is How.READ else "give"
        advice = f"{do} `{now.name}` as {new}: it was {old} before version {noted.version}" if noted else (
            f"{do} `{now.name}` as {new}: it was {old}"
        )  # fmt: skip
        return Finding(f"`{now.name}` is {new} now, and was {old}", advice, use.cls.name, field.name, noted)

    def _inverse(self, use: Use, now: Class) -> Iterator[Finding]:
        """A reference from another class, used from this end."""
        assert use.inverse is not None
        cls = self.earlier.catalog.class_of(use.inverse.class_id)
        other = self.cls(cls)
        if other is None:
            yield self._class_gone(cls)
            return
        field = cls.fields[use.inverse.field]
        reference = self.field(cls, field)
        if reference is None:
            yield self._field_gone(cls, field.name)
            return
        found = next((i for i in now.inverses.values() if i.class_id == other.id and i.field == reference.name), None)
        if found is None:
            yield self._retyped(Use(use.node, use.how, use.name, cls, field), field, reference)
        elif found.name != use.name:
            if other.name != cls.name:
                yield self._class_renamed(cls, use.name, found.name)
                return
            noted = self.noted(cls, field.name, "FIELD_RENAMED")
            because = f": the reference `{field.name}` of {cls.name} was renamed{_in(noted)}" if noted else ""
            message = f"`{use.name}` is `{found.name}` now"
            yield Finding(message, f"use `{found.name}`{because}", cls.name, field.name, noted)


NOWHERE = Node()  # in place of one: the use is that of a variable's values


def _is_literal(node: Node) -> bool:
    """Does it show which operators it has?"""
    return isinstance(getattr(node, "value", None), ObjectValueNode)


def _in(noted: Noted | None) -> str:
    return f" in version {noted.version}" if noted is not None else ""


def _since(noted: Noted | None) -> str:
    return f" since version {noted.version}" if noted is not None else ""


def _values(field: Field) -> tuple[str, ...]:
    return tuple(field.params.get("values", ()))


def _kind(field: Field) -> str:
    """What a field holds, as the API has it."""
    if field.is_reference:
        return f"{'references' if field.is_many else 'a reference'} to {field.target or 'any thing'}"
    return scalar_of(field)
