"""create, update and delete of one thing by a role of the tenant: what its policies let it write.

The thing that is changed must be seen, and `when` of a policy hold for it; else it is as if it were not there. What is
written must fit `check` of the same policy, and be seen as it becomes; else all is undone. What a reference names must
be seen. The answer is read through the mask, as all else is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString

from py_api.catalog.masked import MaskedCatalog
from py_api.catalog.model import Class, Field
from py_api.catalog.policies import ClassMask, WriteTerms
from py_api.compiler import sight
from py_api.compiler.context import scope, value_of
from py_api.compiler.context_values import IDS, NO_CONTEXT
from py_api.compiler.fragment import EMPTY, Fragment, conjunction, identifier, join, literal, number, sql
from py_api.compiler.keys import condition, key_within
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.field import ClassField
from py_api.compiler.mutation.steps import (
    BoundStatement,
    Target,
    VersionLookup,
    Writes,
    WriteStep,
    Written,
    refuse_unknown,
    refuse_version,
)
from py_api.compiler.select import own_scope
from py_api.compiler.statement import Statement
from py_api.compiler.values import InputValue, Variables, as_is, as_json
from py_api.errors import FieldError
from py_api.schema.sources import Root

NOT_ALLOWED = "no policy of this role allows that"
_ID_TEXT: LiteralString = "(({}::text)::jsonb ->> 0)::uuid"


class MaskedField(ClassField):
    def step(self) -> WriteStep:
        match self.kind:
            case Root.CREATE:
                return self._create()
            case Root.UPDATE:
                return self._update()
            case Root.DELETE:
                return self._delete()
        raise AssertionError(self.kind)

    # --- the three ------------------------------------------------------------------------------------------------

    def _create(self) -> WriteStep:
        terms = self._terms("create")
        values = self._values(self.cls, terms)
        names = [*values]
        into = sql(" ({})", join(", ", [self._column(self.cls, name) for name in names])) if names else EMPTY
        made = sql("select {}", join(", ", [*values.values()])) if names else sql("default values")
        insert = sql(
            "with _w as (insert into {} as _u{} {} returning _u.id) select json_agg(_w.id) from _w",
            s.table(self.cls), into, made,
        )  # fmt: skip
        inserting, checking = Statement.of(insert), self._checking(self.cls, "create", terms)
        target = self._target("insert")

        def writes(variables: Variables) -> Writes[Written]:
            aim = target(variables)
            ids = yield _bound(inserting, variables, aim)
            held = yield _bound(checking, variables, aim, ids)
            self._check(aim, held, [True] * len(terms))
            return Written(ids)

        return self.sequence_step(target, writes, self.args.input)

    def _update(self) -> WriteStep:
        terms = self._terms("update")
        found = Statement.of(self._found("update", terms))
        changing: dict[int, Statement] = {}
        checking: dict[int, Statement] = {}
        for cls in self.concrete:
            values = self._values(cls, terms)
            sets = join(", ", [sql("{} = {}", self._column(cls, name), value) for name, value in values.items()])
            if values:
                ids = self.context.context_param(IDS, as_json)
                changed = sql(
                    "update {} _u set {} where _u.id = {} returning 1", s.table(cls), sets, sql(_ID_TEXT, ids)
                )
                changing[cls.id] = Statement.of(sql("with _w as ({}) select to_json(count(*)) from _w", changed))
            checking[cls.id] = self._checking(cls, "update", terms)
        target = self._target("update")
        expected = self.args.version

        def writes(variables: Variables) -> Writes[Written]:
            aim = target(variables)
            rows = yield _bound(found, variables, aim)
            if not rows:
                refuse_unknown(aim)
            ((thing_id, class_id, version, when),) = rows
            wanted = None if expected is None else expected.plain(variables)
            if wanted is not None and wanted != version:
                refuse_version(aim, version, wanted)
            if class_id in changing:
                yield _bound(changing[class_id], variables, aim, [thing_id])
            held = yield _bound(checking[class_id], variables, aim, [thing_id])
            self._check(aim, held, when)
            return Written([thing_id])

        return self.sequence_step(target, writes, self.args.input)

    def _delete(self) -> WriteStep:
        context, expected = self.context, self.args.version
        if not self.concrete:
            raise FieldError(f"there is no {self.cls.name}", "UNKNOWN_THING")
        ctes = []
        for cls in self.concrete:
            allowed = self._allowed(cls, "delete", self._mask(cls).writes["delete"])
            meant = [self._is_meant(cls), allowed]
            if expected is not None:
                meant.append(sql("_u.version = {}::integer", context.param(expected, as_is)))
            change = s.delete(cls, conjunction(meant))
            ctes.append(sql("_w{} as ({})", number(cls.id), change))
        deleted = join(" union all ", [sql("select id from _w{}", number(cls.id)) for cls in self.concrete])
        rows = scope(context, self.cls)  # as they were before the statement
        source = sql(" from {} where {} in ({})", rows.clause(), rows.id, deleted)
        selected = self.answers.selected(self.answers.value(rows), source)
        whole = sql("with {}, {} {}", s.actor(context), join(", ", ctes), selected)
        seen = scope(context, self.cls)
        version = sql("select json_build_object('version', {}) from {} where {}", self._version_of(seen), seen.clause(),
                      self._by_key(seen))  # fmt: skip
        lookup = VersionLookup(
            Statement.of(version), lambda variables: None if expected is None else expected.plain(variables)
        )
        return self.statement_step("delete", whole, version_lookup=lookup)

    # --- which policies -------------------------------------------------------------------------------------------

    def _mask(self, cls: Class) -> ClassMask:
        assert cls.mask is not None
        return cls.mask

    def _terms(self, verb: str) -> list[WriteTerms]:
        """The policies that let the role write all fields that are given. Those after the first count with it where
        they preset the same.
        """
        given = set(self._input())
        fitting = [terms for terms in self._mask(self.cls).writes[verb] if given <= terms.fields]
        if not fitting:
            names = ", ".join(sorted(given))
            raise FieldError(
                f"no policy of this role allows to write {names} together", "FORBIDDEN", hint="Write them one by one."
            )
        return [terms for terms in fitting if terms.presets == fitting[0].presets]

    def _input(self) -> Mapping[str, InputValue]:
        assert self.args.input is not None
        return {self.cls.named_fields[key].own_name: value for key, value in self.args.input.items() if key != "_"}

    # --- values ---------------------------------------------------------------------------------------------------

    def _column(self, cls: Class, name: str) -> Fragment:
        return identifier(self._field(cls, name).column or "")

    def _field(self, cls: Class, name: str) -> Field:
        """(A preset may be of a field that is not seen.)"""
        catalog = self.context.catalog
        assert isinstance(catalog, MaskedCatalog)
        return catalog.whole.class_of(cls.id).fields[name]

    def _values(self, cls: Class, terms: Sequence[WriteTerms]) -> dict[str, Fragment]:
        values: dict[str, Fragment] = {}
        for name, value in self._input().items():
            field = self._field(cls, name)
            if not field.is_reference:
                values[name] = value_of(self.context, field, value)
            elif (linked := self._linked(field, value)) is not None:
                values[name] = linked
        for name, preset in terms[0].presets.items():
            values[name] = value_of(self.context, self._field(cls, name), sight.input_of(preset))
        return values

    def _linked(self, field: Field, value: InputValue) -> Fragment | None:
        """The id of the thing that a link names: of one that is seen, else refused as one that is not there."""
        links = {} if value.is_null else {key: link for key, link in value.items() if not link.is_null}
        if value.is_null or "disconnect" in links:
            return value_of(self.context, field, InputValue(None))
        link = links.get("connect")
        if link is None:
            return None
        target = self.context.catalog.named(field.target or "")
        rows = scope(self.context, target)
        same = condition(self.context, rows, key_within(self.context, target, link))
        key = sql("({}::text)::jsonb", self.context.param(link, as_json))
        refused = sql("thing.refuse_key({}, {}, {})", literal(field.name), literal(field.target or ""), key)
        return sql("coalesce((select {} from {} where {}), {})", rows.id, rows.clause(), same, refused)

    # --- conditions -----------------------------------------------------------------------------------------------

    def _by_key(self, rows: Any) -> Fragment:
        assert self.args.key is not None
        return condition(self.context, rows, self.args.key)

    def _is_meant(self, cls: Class) -> Fragment:
        """That a row (_u) of the table is the one that is named, and is seen."""
        rows = own_scope(self.context, cls)
        meant = scope(self.context, self.cls)
        named = sql("select {} from {} where {}", meant.id, meant.clause(), self._by_key(meant))
        return sql("_u.id in (select {} from {} where {} in ({}))", rows.id, rows.clause(), rows.id, named)

    def _allowed(self, cls: Class, verb: str, terms: Iterable[WriteTerms]) -> Fragment:
        """That a row (_u) is seen, and one of the policies holds for it, and all limits.

        It is said of the row itself: where PostgreSQL waits for another's change, it looks again. (Of the limits, one
        may let nothing through.)
        """
        if verb not in self._mask(cls).verbs:
            return sql("false")
        row = sql("_u")
        held = [sight.row_holds(self.context, cls, row, one.when) for one in terms]
        limits = [sight.row_holds(self.context, cls, row, filter_) for filter_ in self._mask(cls).limits[verb][0]]
        seen = sight.row_is_seen(self.context, cls, row)
        return conjunction([sql("({})", join(" or ", held)), *limits, seen])

    def _found(self, verb: str, terms: Sequence[WriteTerms]) -> Fragment:
        """[[id, class id, version, [which policies hold]]] of the thing, locked; none where it may not be written."""
        context = self.context
        ctes, selects = [], []
        for cls in self.concrete:
            held = [sight.row_holds(context, cls, sql("_u"), one.when) for one in terms]
            chosen = conjunction([self._is_meant(cls), self._allowed(cls, verb, terms)])
            name = sql("_c{}", number(cls.id))
            ctes.append(
                sql(
                    "{} as materialized (select _u.id, _u.version, json_build_array({}) as _h from {} _u where {}"
                    " for no key update of _u)",
                    name, join(", ", held), s.table(cls), chosen,
                )
            )  # fmt: skip
            selects.append(
                sql("select json_build_array({}.id, {}, {}.version, {}._h) as _j from {}", name, number(cls.id), name,
                    name, name)
            )  # fmt: skip
        if not ctes:
            return sql("select '[]'::json")
        return sql(
            "with {} select coalesce(json_agg(_f._j), '[]'::json) from ({}) _f",
            join(", ", ctes), join(" union all ", selects),
        )  # fmt: skip

    def _checking(self, cls: Class, verb: str, terms: Sequence[WriteTerms]) -> Statement:
        """[whether the thing is seen and within all limits, [which policies' checks hold]] of what was written."""
        context = self.context
        thing_id = sql(_ID_TEXT, context.context_param(IDS, as_json))
        limits = [sight.holds(context, cls, thing_id, filter_) for filter_ in self._mask(cls).limits[verb][1]]
        seen = conjunction([sight.is_seen(context, cls.id, thing_id), *limits])
        held = [sight.holds(context, cls, thing_id, one.check) for one in terms]
        return Statement.of(sql("select json_build_array({}, json_build_array({}))", seen, join(", ", held)))

    def _check(self, target: Target, held: Any, when: Sequence[bool]) -> None:
        """Raises DatabaseError unless one policy holds before and after."""
        seen, checks = held
        if not any(before and after for before, after in zip(when, checks, strict=True)):
            target.refuse(NOT_ALLOWED, "FORBIDDEN", 403)
        if not seen:
            target.refuse("this role could not read what that would become", "FORBIDDEN", 403)

    def _version_of(self, rows: Any) -> Fragment:
        field = rows.fields.get("version")
        return sql("null::integer") if field is None else rows.column(field)


def _bound(statement: Statement, variables: Variables, target: Target, ids: Any = None) -> BoundStatement:
    context = NO_CONTEXT if ids is None else {IDS: ids}
    return BoundStatement(statement.text, statement.bind(variables, context), target)
