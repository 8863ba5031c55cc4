"""create and upsert, of one thing or of many."""

from collections.abc import Mapping
from typing import NoReturn

from py_api.catalog.model import Field, Inverse
from py_api.compiler.context import Check
from py_api.compiler.fragment import Fragment, join, raw, sql
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
        context, given = self.context, self.args.input
        assert given is not None
        if self.args.on_conflict == "IGNORE":
            return self._many_steps()
        assigned = self._assigned(given, creating=True)
        by = self._conflict_fields
        if assigned:
            fields = [a.field for a in assigned]
            only_id = bool(by) and all(f.name == s.ID for f in fields)
            for field in by:
                if field not in fields:
                    raise lacking_key(field.name, (INPUT,))
                self._check_key(field, given)
            made = s.upsert(self.cls, assigned, by) if by else [sql("_w as ({})", s.insert(self.cls, assigned))]
            rows = own_scope(context, self.cls, raw("_w"))
            answer = self.answers.value(rows)
            if not only_id and not self.answers.reads_written(answer):

                def statement(*, shared: bool) -> Fragment:
                    actor = s.actor(context, shared=shared)
                    ctes = join(", ", [actor, *made])
                    return sql("with {} select {} from {}", ctes, answer, rows.clause())

                return self.statement_step(
                    "insert",
                    statement(shared=False),
                    shared=None if by or context.lists else statement(shared=True),
                )
        return self._many_steps()

    def _check_key(self, field: Field, given: InputValue) -> None:
        """That a thing is looked for by a value is known when the variables are."""

        def refuse() -> NoReturn:
            raise lacking_key(field.name, (INPUT,))

        value = given.get(field.name)
        if field.is_reference and value is not None and not value.is_null:
            value = value.get("connect")
        self.context.checks.append(
            Check(value or InputValue(None), field.name, 1, 1, measure=lambda found: found is not None, refuse=refuse)
        )

    def _create_many(self) -> WriteStep:
        context, given = self.context, self.args.input
        assert given is not None
        plain = None if self.args.on_conflict else self._plain_keys(given)
        if plain:
            keys, linked = plain
            made = s.insert_rows(self.cls, keys, context.param(given, as_json), source="_actor, ", linked=linked)
            rows = own_scope(context, self.cls, raw("_w"))
            answer = self.answers.batch(rows, raw("(select count(*) from _w)"), rows.clause())
            if not self.answers.reads_written(answer):
                whole = sql("with {}, _w as ({}) select {}", s.actor(context), made, answer)
                return self.statement_step("insert", whole)
        return self._many_steps()

    def _many_steps(self) -> SequenceStep:
        """One statement a level of nesting, and one to answer."""
        self.context.weight = self._weight  # (what was tried before is not used)
        writer, cls, by, catalog = ThingWriter(self.context), self.cls, self._conflict_fields, self.context.catalog
        given, many, ignores = self.args.input, self.kind in MANY, self.args.on_conflict == "IGNORE"
        assert given is not None

        def writes(variables: Variables) -> Writes[Written]:
            rows = rows_of(catalog, cls, given, variables, many)
            if ignores:
                return (yield from writer.create_missing(cls, by, rows))
            if by:
                return (yield from writer.upsert(cls, by, rows))
            return Written((yield from writer.create(cls, rows)))

        return self.sequence_step(self._target("insert"), writes, given)

    def _plain_keys(self, given: InputValue) -> tuple[s.Keys, Mapping[str, Fragment]] | None:
        """The keys of all things in a list, when nothing is nested in them; and what the references among them get."""
        context = self.context
        inputs = context.api.classes.inputs.create_input(self.cls)
        assert inputs is not None
        elements = given.elements()
        keys = dict.fromkeys(key for each in elements for key in each.value)
        found: dict[str, tuple[Field, bool]] = {}
        linked: dict[str, Fragment] = {}
        for key in keys:
            source: Field | Inverse = inputs.inputs[key].source
            if isinstance(source, Inverse) or source.is_many:
                return None
            if source.is_reference:
                links = [link for each in elements if (link := each.get(key)) is not None and not link.is_null]
                if any(set(link.value) - {"connect"} for link in links):
                    return None
                connects = [each for link in links if (each := link.get("connect")) is not None and not each.is_null]
                names = {name for each in connects for name in each.value}
                linked[key] = connected_in_rows(context, source, names or {s.ID})
            found[key] = (source, all(key in each.value for each in elements))
        return (found, linked) if found else None
