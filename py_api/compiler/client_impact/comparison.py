"""What is different for each use of a schema in a document, between two versions of the schema."""

from collections.abc import Iterator

from graphql import Node, ObjectValueNode

from py_api.catalog.model import Class, Field, Unique
from py_api.compiler.client_impact.changes import Changes
from py_api.compiler.client_impact.counterparts import Counterparts
from py_api.compiler.client_impact.finding import Finding, FindingMaker, in_version, since_version, values_of
from py_api.compiler.client_impact.uses import WRITTEN, How, Use, enum_field
from py_api.schema import naming as n
from py_api.schema import root_fields
from py_api.schema.definitions import Definition, Input, Kind, Output
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sources import Root
from py_api.schema.static_types import SEARCH_OPERATORS

_WRITES = {Root.CREATE, Root.CREATE_MANY, Root.UPDATE, Root.UPDATE_MANY, Root.UPSERT, Root.UPSERT_MANY}


class Comparison:
    """Of two versions of a schema. changes: those between the two."""

    def __init__(self, earlier: ApiSchema, later: ApiSchema, changes: Changes) -> None:
        self.earlier, self.later = earlier, later
        self.counterparts = Counterparts(earlier, later, changes)
        self.make = FindingMaker(self.counterparts)

    def findings(self, use: Use, fits: bool) -> Iterator[Finding]:
        """What changes for a use: nothing where all is as it was.

        fits: graphql-core finds that the document holds at the later version, so what it gives is of the right types.
        """
        now = self.counterparts.cls(use.cls)
        if now is None and self.counterparts.is_shared_enum(use):
            now = use.cls  # another class brings the enum along
        if now is None:
            yield self.make.class_gone(use.cls)
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
            yield self.make.class_renamed(use.cls, use.name, now.name)

    def _root(self, use: Use, now: Class) -> Iterator[Finding]:
        for shape in (shape for shapes in root_fields.SHAPES.values() for shape in shapes if shape.kind is use.root):
            if shape.name(now) != use.name:
                yield self.make.class_renamed(use.cls, use.name, shape.name(now))
        if use.root in _WRITES:
            yield from self._stricter(use.cls, now)

    def _stricter(self, cls: Class, now: Class) -> Iterator[Finding]:
        """Rules across fields that are new."""
        for check in now.checks:
            if now.checks[check] != cls.checks.get(check):
                noted = self.counterparts.noted(cls, None, "RULES_CHANGED")
                message = f"`{check}` is checked otherwise when a {cls.name} is written"
                advice = f"see that what is written satisfies `{check}`, which is a rule{since_version(noted)}"
                yield Finding(message, advice, cls.name, None, noted)
        known = {unique.fields for unique in cls.uniques}
        fields = {f.id: f.name for f in cls.fields.values()}
        for unique in now.uniques:
            if tuple(fields.get(now.fields[name].id, name) for name in unique.fields) not in known:
                noted = self.counterparts.noted(cls, None, "UNIQUE_ADDED")
                combined = ", ".join(f"`{name}`" for name in unique.fields)
                message = f"{combined} must be unique together"
                advice = f"expect UNIQUE_VIOLATION: no two things may have the same {combined}{since_version(noted)}"
                yield Finding(message, advice, cls.name, None, noted)

    # --- types ------------------------------------------------------------------------------------------------------

    def _type(self, use: Use, now: Class) -> Iterator[Finding]:
        assert use.definition is not None
        name = self.counterparts.type_name(use.definition.name)
        if name is None:
            assert use.field is not None
            yield self.make.enum_gone(use, use.field)
        elif name != use.definition.name:
            if use.how is How.TYPENAME:
                noted = self.counterparts.noted(use.cls, None, "CLASS_RENAMED")
                advice = f"expect `{name}` in __typename: {use.cls.name} was renamed{in_version(noted)}"
                yield Finding(f"`{use.definition.name}` is `{name}` now", advice, use.cls.name, None, noted)
            elif use.field is not None and (use.field.enum is not None or now.name == use.cls.name):
                yield from self.make.enum_renamed(use, use.field, name)
            else:
                yield self.make.class_renamed(use.cls, use.definition.name, name)
        if name is not None and use.how is How.TYPE:
            if use.definition.kind is Kind.INPUT:
                yield from self._inputs(use.definition, self.later.define(name))
            elif use.definition.kind is Kind.ENUM and use.field is not None:
                yield from self.make.values_gone(use.cls, use.field)

    def _inputs(self, old: Definition, new: Definition | None) -> Iterator[Finding]:
        """What changes for the values of variables of an input type. Only the type's own fields are looked at."""
        if new is None or old.class_id is None:
            return
        cls = self.earlier.catalog.class_of(old.class_id)
        for field_input in old.inputs.values():
            if isinstance(field_input.source, Field) and field_input.source.id:
                how = How.WRITTEN if old.name.endswith(WRITTEN) else How.CHOICE
                place = Use(NOWHERE, how, field_input.name, cls, field_input.source, definition=old)
                for finding in self._field(place, field_input.source, fits=False):
                    yield finding.within(new.name)
            elif isinstance(field_input.source, Unique):
                for finding in self._key(Use(NOWHERE, How.KEY, field_input.name, cls, definition=old)):
                    yield finding.within(new.name)
        for name, field_input in new.inputs.items():
            if field_input.type.endswith("!") and not self._was_required(old, cls, field_input):
                absent = self.make.absent(new.name, name)
                if absent is not None:
                    yield absent.within(new.name)

    def _was_required(self, old: Definition, cls: Class, new: Input) -> bool:
        for old_input in old.inputs.values():
            if isinstance(old_input.source, Field) and isinstance(new.source, Field):
                now = self.counterparts.field(cls, old_input.source)
                if now is not None and now.id == new.source.id:
                    return old_input.type.endswith("!")
        return False

    # --- values of enums ----------------------------------------------------------------------------------------

    def _value(self, use: Use, now: Class) -> Iterator[Finding]:
        assert use.definition is not None
        if use.field is not None and enum_field(use.cls, use.definition.name) is not None:
            if self.counterparts.type_name(use.definition.name) is None:
                yield self.make.enum_gone(use, use.field)
            else:
                yield from self.make.values_gone(use.cls, use.field, use.name)
            return
        new = self.counterparts.definition(use.definition)
        renamed = self.counterparts.field(use.cls, use.field) if use.field is not None else None
        name = renamed.name if renamed is not None else use.name
        if new is None or any(value.name == name for value in new.values):
            if name != use.name:
                yield self.make.field_renamed(use.cls, use.name, name)
        elif use.field is not None and renamed is None:
            yield self.make.field_gone(use.cls, use.field.name)
        elif use.definition.name.endswith(n.UNIQUE):
            yield self.make.no_key(use, use.field, [value.name for value in new.values])
        else:
            noted = self.counterparts.noted(use.cls, use.name, "FIELD_TYPE_CHANGED")
            advice = f"group by something else: values of `{use.name}` make no groups{since_version(noted)}"
            yield Finding(f"`{use.name}` is not a key of groups now", advice, use.cls.name, use.name, noted)

    def _key(self, use: Use) -> Iterator[Finding]:
        """A combination that things are looked for by."""
        assert use.definition is not None
        new = self.counterparts.definition(use.definition)
        if new is not None and use.name not in new.inputs:
            yield self.make.no_key(use, None, list(new.inputs))

    # --- fields -----------------------------------------------------------------------------------------------------

    def _field(self, use: Use, field: Field, fits: bool) -> Iterator[Finding]:
        now = self.counterparts.field(use.cls, field)
        if now is None:
            yield self.make.field_gone(use.cls, field.name)
            return
        if now.name != field.name:
            yield self.make.field_renamed(use.cls, field.name, now.name)
        if use.definition is None:
            return
        old, new = use.definition, self.counterparts.definition(use.definition)
        if new is None:
            return
        if use.how is How.READ:
            yield from self._read(use, field, now, old.outputs.get(field.name), new.outputs.get(now.name))
        else:
            if old.name.endswith(n.UNIQUE_INPUT) and old.one_of and now.name not in new.inputs:
                yield self.make.no_key(use, field, list(new.inputs))
                return
            yield from self._given(use, field, now, old.inputs.get(field.name), new.inputs.get(now.name), fits)

    def _read(self, use: Use, field: Field, now: Field, old: Output | None, new: Output | None) -> Iterator[Finding]:
        if old is None or new is None:
            if new is None:
                yield self.make.retyped(use, field, now)
            return
        was = self.counterparts.reference(old.type)
        if was.rstrip("!") != new.type.rstrip("!"):
            yield self.make.retyped(use, field, now)
        elif was.endswith("!") and not new.type.endswith("!"):
            noted = self.counterparts.noted(use.cls, field.name, "RULES_CHANGED", "FIELD_TYPE_CHANGED")
            advice = f"expect null in `{now.name}`: it is not required{since_version(noted)}"
            yield Finding(f"`{now.name}` can be null now", advice, use.cls.name, field.name, noted)
        added = [value for value in values_of(now) if value not in values_of(field)]
        if added and "Enum" in field.type.scalar:
            noted = self.counterparts.noted(use.cls, field.name, "FIELD_TYPE_CHANGED", "OPTION_RENAMED")
            values = ", ".join(f"`{value}`" for value in added)
            advice = f"expect {values} in `{now.name}`, which there are{since_version(noted)}"
            yield Finding(f"`{now.name}` can be {values} now", advice, use.cls.name, field.name, noted)

    def _given(
        self, use: Use, field: Field, now: Field, old: Input | None, new: Input | None, fits: bool
    ) -> Iterator[Finding]:
        if old is None or new is None:
            if new is None:
                yield self.make.retyped(use, field, now)
            return
        was = self.counterparts.reference(old.type).rstrip("!")
        if was != new.type.rstrip("!"):
            if was == f"Searchable{new.type}":
                noted = self.counterparts.noted(use.cls, field.name, "FIELD_CHANGED")
                if use.operator in SEARCH_OPERATORS or (use.operator is None and not _is_literal(use.node)):
                    reason = f"it is not searchable{since_version(noted)}"
                    advice = f"filter `{now.name}` by contains or another operator: {reason}"
                    yield Finding(f"`{now.name}` cannot be searched now", advice, use.cls.name, field.name, noted)
            elif new.type != f"Searchable{was}" and not fits:
                yield self.make.retyped(use, field, now)
            return
        if new.type.endswith("!") and not old.type.endswith("!") and not fits and use.node is not NOWHERE:
            yield self.make.required(use.cls, field, now)
        if use.node is NOWHERE:
            yield from self.make.values_gone(use.cls, field)
        apart = ("required", "oneOf") if "Enum" in now.type.scalar else ("required",)
        rules = {rule: argument for rule, argument in now.rules.items() if rule not in apart}
        if use.how is How.WRITTEN and any(field.rules.get(rule) != argument for rule, argument in rules.items()):
            noted = self.counterparts.noted(use.cls, field.name, "RULES_CHANGED")
            advice = f"write `{now.name}` as the rules want it{since_version(noted)}: {'; '.join(now.messages)}"
            yield Finding(f"other rules hold for `{now.name}` now", advice, use.cls.name, field.name, noted)

    def _inverse(self, use: Use, now: Class) -> Iterator[Finding]:
        """A reference from another class, used from this end."""
        assert use.inverse is not None
        cls = self.earlier.catalog.class_of(use.inverse.class_id)
        other = self.counterparts.cls(cls)
        if other is None:
            yield self.make.class_gone(cls)
            return
        field = cls.fields[use.inverse.field]
        reference = self.counterparts.field(cls, field)
        if reference is None:
            yield self.make.field_gone(cls, field.name)
            return
        inverse = next((i for i in now.inverses.values() if i.class_id == other.id and i.field == reference.name), None)
        if inverse is None:
            yield self.make.retyped(Use(use.node, use.how, use.name, cls, field), field, reference)
        elif inverse.name != use.name:
            if other.name != cls.name:
                yield self.make.class_renamed(cls, use.name, inverse.name)
                return
            noted = self.counterparts.noted(cls, field.name, "FIELD_RENAMED")
            because = f": the reference `{field.name}` of {cls.name} was renamed{in_version(noted)}" if noted else ""
            message = f"`{use.name}` is `{inverse.name}` now"
            yield Finding(message, f"use `{inverse.name}`{because}", cls.name, field.name, noted)


NOWHERE = Node()  # in place of one: the use is that of a variable's values


def _is_literal(node: Node) -> bool:
    """Does it show which operators it has?"""
    return isinstance(getattr(node, "value", None), ObjectValueNode)
