"""create and upsert, of one thing or of many."""

from collections.abc import Mapping
from typing import NoReturn

from py_api.catalog.model import Field, Inverse
from py_api.compiler.context import Check
from py_api.compiler.fragment import Fragment, join, sql
from py_api.compiler.keys import connected_in_rows
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.field import MANY, ClassField
from py_api.compiler.mutation.inputs import (
    INPUT,
    lacking_key,
    rows_of,
)
from py_api.compiler.mutation.steps import SequenceStep, Writes, WriteStep, Written
from py_api.compiler.mutation.thing_writer import ThingWriter
from py_api.compiler.select import own_scope
from py_api.compiler.values import InputValue, Variables, as_json
from py_api.schema.sources import Root


class Creating(ClassField):
    def step(self) -> WriteStep:
        match self.kind:
            case Root.CREATE | Root.UPSERT:
                return self._create()
            case Root.CREATE_MANY:
                return self._create_many()
        return self._many_steps()

    def _create(self) -> WriteStep:
        context, input_value = self.context, self.args.input
        assert input_value is not None
        if self.args.on_conflict == "IGNORE":
            return self._many_steps()
        assigned = self._assigned(input_value, creating=True)
        by = self._conflict_fields
        if assigned:
            fields = [a.field for a in assigned]
            only_id = bool(by) and all(f.name == s.ID for f in fields)
            for field in by:
                if field not in fields:
                    raise lacking_key(field.name, (INPUT,))
                self._check_key(field, input_value)
            made = s.upsert(self.cls, assigned, by) if by else [sql("_w as ({})", s.insert(self.cls, assigned))]
            rows = own_scope(context, self.cls, sql("_w"))
            answer = self.answers.value(rows)
            if not only_id and not self.answers.reads_written(answer):

                def statement(*, shared: bool) -> Fragment:
                    actor = s.actor(context, shared=shared)
                    ctes = join(", ", [actor, *made])
                    return sql("with {} {}", ctes, self.answers.selected(answer, sql(" from {}", rows.clause())))

                return self.statement_step(
                    "insert",
                    statement(shared=False),
                    shared=None if by or context.lists else statement(shared=True),
                )
        return self._many_steps()

    def _check_key(self, field: Field, input_value: InputValue) -> None:
        """Adds a check that the variables give this field of the key a value."""

        def refuse() -> NoReturn:
            raise lacking_key(field.name, (INPUT,))

        value = input_value.get(field.name)
        if field.is_reference and value is not None and not value.is_null:
            value = value.get("connect")
        self.context.checks.append(
            Check(value or InputValue(None), field.name, 1, 1, measure=lambda key: key is not None, refuse=refuse)
        )

    def _create_many(self) -> WriteStep:
        context, input_value = self.context, self.args.input
        assert input_value is not None
        plain = None if self.args.on_conflict else self._plain_keys(input_value)
        if plain:
            keys, linked = plain
            made = s.insert_rows(
                self.cls, keys, context.param(input_value, as_json), source=sql("_actor, "), linked=linked
            )
            rows = own_scope(context, self.cls, sql("_w"))
            answer = self.answers.batch(rows, sql("(select count(*) from _w)"), rows.clause())
            if not self.answers.reads_written(answer):
                whole = sql("with {}, _w as ({}) {}", s.actor(context), made, self.answers.selected(answer))
                return self.statement_step("insert", whole)
        return self._many_steps()

    def _many_steps(self) -> SequenceStep:
        """One statement for each level of nesting, and one for the answer."""
        self._forget_attempt()
        writer, cls, by, catalog = ThingWriter(self.context), self.cls, self._conflict_fields, self.context.catalog
        input_value, many, ignores = self.args.input, self.kind in MANY, self.args.on_conflict == "IGNORE"
        assert input_value is not None

        def writes(variables: Variables) -> Writes[Written]:
            rows = rows_of(catalog, cls, input_value, variables, many)
            if ignores:
                return (yield from writer.create_missing(cls, by, rows))
            if by:
                return (yield from writer.upsert(cls, by, rows))
            return Written((yield from writer.create(cls, rows)))

        return self.sequence_step(self._target("insert"), writes, input_value)

    def _plain_keys(self, things_value: InputValue) -> tuple[s.Keys, Mapping[str, Fragment]] | None:
        """The keys of all things in a list, and the values of references among them; None where things are nested."""
        context = self.context
        inputs = context.api.classes.inputs.create_input(self.cls)
        assert inputs is not None
        elements = things_value.elements()
        keys = dict.fromkeys(key for element in elements for key in element.value)
        plain_keys: dict[str, tuple[Field, bool]] = {}
        linked: dict[str, Fragment] = {}
        for key in keys:
            source: Field | Inverse = inputs.inputs[key].source
            if isinstance(source, Inverse) or source.is_many:
                return None
            if source.is_reference:
                links = [link for element in elements if (link := element.get(key)) is not None and not link.is_null]
                if any(set(link.value) - {"connect"} for link in links):
                    return None
                named_by = [by for link in links if (by := link.get("connect")) is not None and not by.is_null]
                names = {name for by in named_by for name in by.value}
                linked[key] = connected_in_rows(context, source, names or {s.ID})
            plain_keys[key] = (source, all(key in element.value for element in elements))
        return (plain_keys, linked) if plain_keys else None
