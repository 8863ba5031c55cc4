"""updateMany and deleteMany by a filter, and updates: a change for each thing."""

from collections.abc import Callable, Sequence
from typing import Any

from py_api.catalog.model import Class
from py_api.compiler import filter as filters
from py_api.compiler import weights
from py_api.compiler.context import Scope, scope
from py_api.compiler.context_values import NO_CONTEXT
from py_api.compiler.fragment import Fragment, conjunction, join, number, sql
from py_api.compiler.keys import condition
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.field import MANY, ClassField
from py_api.compiler.mutation.inputs import (
    UPDATES,
    items_of,
)
from py_api.compiler.mutation.statements import Assigned
from py_api.compiler.mutation.steps import (
    BoundStatement,
    SequenceStep,
    StatementStep,
    Target,
    Writes,
    WriteStep,
    Written,
    refuse_unknown,
    refuse_version,
)
from py_api.compiler.mutation.thing_writer import ThingWriter
from py_api.compiler.statement import Statement
from py_api.compiler.values import InputValue, Variables, as_is
from py_api.schema.sources import Root


class Changing(ClassField):
    def step(self) -> WriteStep:
        if self.args.updates is not None:
            return self._each(self.args.updates)
        return self._chosen_at_once() or self._chosen_steps()

    def _each(self, updates: InputValue) -> SequenceStep:
        """A change for each thing: one statement finds all of them, one locks them, one changes them."""
        self.answers.made = updates
        writer, cls, catalog = ThingWriter(self.context), self.cls, self.context.catalog

        def target(variables: Variables) -> Target:
            rows = items_of(catalog, cls, updates.plain(variables))
            return Target(cls, "update", tuple(row for _, _, row in rows), ids=tuple(i for i, _, _ in rows))

        def writes(variables: Variables) -> Writes[Written]:
            return Written((yield from writer.update_each(cls, items_of(catalog, cls, updates.plain(variables)))))

        self.context.lists = True
        return self.sequence_step(target, writes, updates, UPDATES)

    # --- things that are chosen and locked first ------------------------------------------------------------------

    def _chosen_at_once(self) -> StatementStep | None:
        """One statement that locks, counts and writes; None where nested things or links are written too."""
        context, deletes = self.context, self.kind is Root.DELETE_MANY
        assigned = () if self.args.input is None else self._assigned(self.args.input, creating=False)
        if not self.concrete or (not deletes and not assigned):
            return None
        most = self._most_sql()
        ctes = [s.actor(context), *self._chosen(deletes)]
        if most is not None:
            ctes.append(s.guard(self.concrete, most))
        names = {c.id: sql("_w{}", number(c.id)) for c in self.concrete}
        for cls in self.concrete:
            source = sql("_actor, _c{} _c, _guard" if most else "_actor, _c{} _c", number(cls.id))
            condition = sql("_u.id = _c.id")
            columns = self._columns_of(cls, assigned or ())
            change = s.delete(cls, condition, source) if deletes else s.update(cls, columns, condition, source)
            ctes.append(sql("{} as ({})", names[cls.id], change))
        rows = s.written(context, self.cls, self.concrete, names)
        count = sql("(select count(*) from {})", rows.clause())
        answer = self.answers.batch(rows, count, rows.clause(), sql(" order by {}", rows.id))
        if not deletes and self.answers.reads_written(answer):
            return None
        return self.statement_step(
            "delete" if deletes else "update", sql("with {} {}", join(", ", ctes), self.answers.selected(answer))
        )

    def _chosen_steps(self) -> SequenceStep:
        self._forget_attempt()
        writer, cls, args = ThingWriter(self.context), self.cls, self.args
        deletes = self.kind in (Root.DELETE, Root.DELETE_MANY)
        locking = Statement.of(s.locked(self.concrete, self._chosen(deletes)))
        target = self._target("delete" if deletes else "update")
        most = self._most()

        def writes(variables: Variables) -> Writes[Written]:
            aim = target(variables)
            locked = yield BoundStatement(locking.text, locking.bind(variables, NO_CONTEXT), aim)
            self._check_found(aim, locked, variables, most)
            if not deletes:
                things: dict[int, list[str]] = {}
                for thing_id, class_id, _ in locked:
                    things.setdefault(class_id, []).append(thing_id)
                one = locked[0][0] if args.key is not None else None
                yield from writer.update(things, cls, aim.rows[0], one)
            return Written([thing_id for thing_id, _, _ in locked])

        return self.sequence_step(target, writes, args.input)

    def _most(self) -> Callable[[Variables], int | None]:
        """How many things there may be: at most atMost, and what an answer may list."""
        at_most = self.args.at_most
        listed = self.context.limits.list_size if self.kind in MANY and self.answers.has_nodes() else None

        def most(variables: Variables) -> int | None:
            asked = None if at_most is None else int(at_most.plain(variables))
            return min((n for n in (asked, listed) if n is not None), default=None)

        return most

    def _check_found(
        self, target: Target, locked: Sequence[Any], variables: Variables, most: Callable[[Variables], int | None]
    ) -> None:
        if self.args.key is not None:
            if not locked:
                refuse_unknown(target)
            wanted = None if self.args.version is None else self.args.version.plain(variables)
            if wanted is not None and locked[0][2] != wanted:
                refuse_version(target, locked[0][2], wanted)
            return
        limit = most(variables)
        if limit is not None and len(locked) > limit:
            target.refuse(
                f"more than {limit} things fit the filter",
                "TOO_MANY_THINGS",
                409,
                ("atMost",) if self.args.at_most else (),
                atMost=limit,
                count=len(locked),
            )

    def _most_sql(self) -> Fragment | None:
        at_most = self.args.at_most
        most = sql("{}::bigint", self.context.param(at_most, as_is)) if at_most is not None else None
        if self.kind in MANY and self.answers.has_nodes():
            size = number(self.context.limits.list_size)
            return sql("least({}, {})", most, size) if most else size
        return most

    def _chosen(self, deletes: bool) -> list[Fragment]:
        context = self.context
        conditions: dict[int, Fragment] = {}
        for cls in self.concrete:
            if self.args.key is not None:
                conditions[cls.id] = self._of_key(cls)
            else:
                assert self.args.filter is not None
                context.weigh(weights.TABLE)
                rows = self._rows(cls)
                conditions[cls.id] = conjunction([filters.condition(context, rows, self.args.filter)]) or sql("true")
        strength = "update" if deletes or self._sets_unique() else "no key update"
        return s.chosen(self.concrete, conditions, self._most_sql(), strength)

    def _sets_unique(self) -> bool:
        fields = {name for cls in self.concrete for key in cls.unique_keys.values() for name in key}
        return self.args.input is not None and any(key in fields for key in self.args.input.value)

    # --- of one class ---------------------------------------------------------------------------------------------

    def _rows(self, concrete: Class) -> Scope:
        """The table of one of the classes, as rows of the class that is written."""
        fields = self.context.api.classes.fields.all(self.cls)
        own_fields = {name: concrete.fields.get(name, field) for name, field in fields.items()}
        return Scope(sql("_u"), self.cls, (concrete,), own_fields, s.table(concrete))

    def _of_key(self, concrete: Class) -> Fragment:
        """A key is unique within each class only. Of several classes, one thing in all of them must have it."""
        assert self.args.key is not None
        if len(self.concrete) == 1 or self.args.key.name == s.ID:
            return condition(self.context, self._rows(concrete), self.args.key)
        rows = scope(self.context, self.cls)
        same = condition(self.context, rows, self.args.key)
        return sql("_u.id = (select {} from {} where {})", rows.id, rows.clause(), same)

    def _columns_of(self, concrete: Class, assigned: Sequence[Assigned]) -> list[Assigned]:
        return [Assigned(concrete.fields[a.field.name], a.value) for a in assigned]
