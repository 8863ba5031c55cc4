"""The root fields of Mutation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NoReturn

from graphql import FieldNode

from py_api.catalog.model import Class, Field, Inverse
from py_api.compiler import admin, weights
from py_api.compiler import filter as filters
from py_api.compiler.collect import Collected
from py_api.compiler.context import Check, Context, Scope, scope, value_of
from py_api.compiler.fragment import Fragment, conjunction, join, raw, sql, text
from py_api.compiler.keys import Key, condition, connected, connected_in_rows, key_of
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.answers import Answers
from py_api.compiler.mutation.conditions import check_conditions
from py_api.compiler.mutation.inputs import (
    INPUT,
    UPDATES,
    items_of,
    lacking_key,
    links,
    of_items,
    pointed,
    prime,
    rows_of,
    things,
)
from py_api.compiler.mutation.statements import Assigned
from py_api.compiler.mutation.work import Look, Request, Row, Target, Work, Writes, refuse_unknown, refuse_version
from py_api.compiler.mutation.writer import Writer
from py_api.compiler.plan import Guards, Plan, Statement
from py_api.compiler.select import json_object, own_scope
from py_api.compiler.values import Given, Variables, as_is, as_json, locations
from py_api.errors import FieldError
from py_api.schema.definitions import Output
from py_api.schema.sources import Call, ClassRoot, Root

_OUTCOMES = {
    **dict.fromkeys((Root.CREATE, Root.CREATE_MANY), "CREATED"),
    **dict.fromkeys((Root.UPDATE, Root.UPDATE_MANY), "UPDATED"),
    **dict.fromkeys((Root.DELETE, Root.DELETE_MANY), "DELETED"),
}
MANY = {Root.CREATE_MANY, Root.UPDATE_MANY, Root.UPSERT_MANY, Root.DELETE_MANY}


def plan(context: Context, collected: Collected) -> Plan:
    """One statement where one can do it all, else work for a transaction. Raises ApiError, NotLoaded."""
    works: list[Work] = []
    roles: list[str] = []
    for key, nodes in collected.items():
        before = len(context.checks)
        if nodes[0].name.value == "__typename":
            whole = Statement.of(sql("select {}", json_object([(key, raw(text("Mutation")))])))
            works.append(Work(key, None, whole))
            continue
        output = context.api.mutation_field(nodes[0].name.value)
        assert output is not None
        try:
            match output.source:
                case ClassRoot(kind, class_id):
                    field = _Field(context, key, kind, class_id, output, nodes)
                    work = field.work()
                    works.append(work if work.input is not None else replace(work, input=field.args.input))
                case Call():
                    pair = json_object([(key, admin.mutation(context, output, nodes))])
                    called = sql("with {} select {} from _actor", s.actor(context), pair)
                    works.append(Work(key, None, Statement.of(called)))
            roles.append(output.source.role)
        except FieldError as error:
            error.key, error.locations = key, error.locations or locations(nodes)
            raise
        context.checks[before:] = [_of_field(check, key, nodes) for check in context.checks[before:]]
    role = admin.least_role([*roles, *context.roles], "editor")
    only = works[0] if len(works) == 1 and works[0].whole is not None and not works[0].dry_run else None
    computed = tuple(context.computed)
    weight = sum(each.weight for work in works for each in (work.whole, work.answer) if each is not None)
    return Plan(
        only.whole if only else None, Guards.of(context, weight), role=role, shared=only.shared if only else None,
        steps=tuple(works), computed=computed,
    )  # fmt: skip


def _of_field(check: Check, key: str, nodes: list[FieldNode]) -> Check:
    """What it refuses with says which root field it is of."""
    if (refuse := check.refuse) is None:
        return check

    def of_field() -> NoReturn:
        try:
            refuse()
        except FieldError as error:
            error.key, error.locations = key, locations(nodes)
            raise

    return replace(check, refuse=of_field)


@dataclass(frozen=True, slots=True)
class _Args:
    """The arguments of a root field; input is the things of a list, too."""

    key: Key | None  # of one thing
    version: Given | None
    filter: Given | None
    at_most: Given | None
    on_conflict: str  # UPDATE or IGNORE, of what is made
    by: str
    updates: Given | None
    input: Given | None
    dry_run: bool


class _Field:
    """Compiles a root field over a class."""

    def __init__(
        self, context: Context, key: str, kind: Root, class_id: int, output: Output, nodes: list[FieldNode]
    ) -> None:
        self.context, self.key, self.kind, self.node = context, key, kind, nodes[0]
        self.cls = context.catalog.class_of(class_id)
        self.creates = kind in (Root.CREATE, Root.CREATE_MANY, Root.UPSERT, Root.UPSERT_MANY)
        self.concrete = (self.cls,) if self.creates else tuple(context.catalog.concrete(class_id))
        given = {k: v for k, v in context.arguments(nodes[0], output.args).items() if not v.is_null}
        by, dry_run = given.get("by") if self.creates else None, given.get("dryRun")
        self.args = _Args(
            key_of(context, self.cls, given) if kind in (Root.UPDATE, Root.DELETE) else None,
            given.get("version"), given.get("filter"), given.get("atMost"),
            self._on_conflict(given), self.cls.own_key(str(by.value)) if by else "", given.get(UPDATES),
            given.get(INPUT), bool(dry_run and dry_run.value),
        )  # fmt: skip
        made = self.args.input if self.creates else None
        outcome = None if self.args.on_conflict else _OUTCOMES[kind]
        self.answers = Answers(context, key, self.cls, self.concrete, nodes, kind in MANY, made, outcome)
        self._guard()
        context.spend(weights.WRITE * max(1, len(self.concrete)))
        self._weight = context.weight  # before anything is compiled

    def _guard(self) -> None:
        context, limits = self.context, self.context.limits
        if self.args.input is not None:
            hint = "Send it in several operations."
            check = Check(self.args.input, INPUT, 0, limits.list_size, "LIST_LIMIT", hint, things)
            context.checks += [check, replace(check, name="links of input", most=limits.links, measure=links)]
            prime(context, self.cls, self.args.input, limits.depth)
        if self.args.updates is not None:
            self._guard_updates(self.args.updates)
        elif self.kind is Root.UPDATE_MANY and (self.args.filter is None or self.args.input is None):
            lacks = INPUT if self.args.input is None else "filter"
            raise FieldError(
                f"{lacks} has no value", "INVALID_INPUT" if lacks == INPUT else "INVALID_FILTER", path=[lacks],
                hint="Give filter and input, or updates.",
            )  # fmt: skip
        if self.args.at_most is not None:
            context.checks.append(
                Check(self.args.at_most, "atMost", 0, 2**31 - 1, "INVALID_INPUT", "Give a number from 0.")
            )
        if self.args.filter is not None:
            check_conditions(context, self.cls, self.node, self.args.filter, self.args.at_most)

    def _guard_updates(self, updates: Given) -> None:
        context, limits = self.context, self.context.limits
        written = {argument.name.value for argument in self.node.arguments or ()}
        if others := [each for each in ("filter", INPUT, "atMost") if each in written]:
            raise FieldError(f"updates excludes {' and '.join(others)}", "INVALID_INPUT", hint="Send two fields.")
        hint = "Send it in several operations."
        check = Check(updates, UPDATES, 0, limits.list_size, "LIST_LIMIT", hint, partial(of_items, things))
        more = replace(check, name="links of updates", most=limits.links, measure=partial(of_items, links))
        context.checks += [check, more]
        for each in updates.elements():
            given = each.get(INPUT)
            if given is not None and not given.is_null:
                prime(context, self.cls, given, limits.depth)

    def _on_conflict(self, given: Mapping[str, Given]) -> str:
        if self.kind in (Root.UPSERT, Root.UPSERT_MANY):
            return "UPDATE"
        if "onConflict" not in given:
            if self.creates and "by" in given:
                raise FieldError("by needs onConflict", "INVALID_INPUT", hint="Say UPDATE or IGNORE.")
            return ""
        asked = str(given["onConflict"].value)
        if asked == "UPDATE" and "by" not in given:
            hint = "Say which key tells what is there already."
            raise FieldError("onConflict: UPDATE needs by", "INVALID_INPUT", hint=hint)
        return asked

    def work(self) -> Work:
        match self.kind:
            case Root.CREATE | Root.UPSERT:
                return self._create()
            case Root.CREATE_MANY:
                return self._create_many()
            case Root.UPSERT_MANY:
                return self._many_steps()
            case Root.UPDATE:
                return self._update()
            case Root.DELETE:
                return self._delete()
        if self.args.updates is not None:
            return self._each(self.args.updates)
        return self._chosen_at_once() or self._chosen_steps()

    def _each(self, updates: Given) -> Work:
        """Of each thing its own: found, locked and changed by a statement for all of them each."""
        self.answers.made = updates
        writer, cls, catalog = Writer(self.context), self.cls, self.context.catalog

        def target(variables: Variables) -> Target:
            rows = items_of(catalog, cls, updates.plain(variables))
            return Target(cls, "update", tuple(row for _, _, row in rows), ids=tuple(i for i, _, _ in rows))

        def writes(variables: Variables) -> Writes:
            return (yield from writer.update_each(cls, items_of(catalog, cls, updates.plain(variables))))

        self.context.lists = True
        return Work(
            self.key, target, writes=writes, answer=self.answers.reading(), things=self.answers.things,
            dry_run=self.args.dry_run, input=updates, argument=UPDATES,
        )  # fmt: skip

    # --- create, upsert -------------------------------------------------------------------------------------------

    @property
    def _conflict_fields(self) -> list[Field]:
        if not self.args.by:
            return []
        fields = self.context.api.classes.all_fields(self.cls)
        return [fields[each] for each in self.cls.unique_keys[self.args.by]]

    def _create(self) -> Work:
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

                def whole(*, shared: bool) -> Statement:
                    actor = s.actor(context, shared=shared)
                    ctes = join(", ", [actor, *made])
                    return Statement.of(sql("with {} select {} from {}", ctes, answer, rows.clause()))

                return Work(
                    self.key, self._target("insert"), whole(shared=False), dry_run=self.args.dry_run,
                    shared=None if by or context.lists else whole(shared=True),
                )  # fmt: skip
        return self._many_steps()

    def _check_key(self, field: Field, given: Given) -> None:
        """That a thing is looked for by a value is known when the variables are."""

        def refuse() -> NoReturn:
            raise lacking_key(field.name, (INPUT,))

        value = given.get(field.name)
        if field.is_reference and value is not None and not value.is_null:
            value = value.get("connect")
        self.context.checks.append(
            Check(value or Given(None), field.name, 1, 1, measure=lambda found: found is not None, refuse=refuse)
        )

    def _create_many(self) -> Work:
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
                return Work(self.key, self._target("insert"), Statement.of(whole), dry_run=self.args.dry_run)
        return self._many_steps()

    def _many_steps(self) -> Work:
        """One statement a level of nesting, and one to answer."""
        self.context.weight = self._weight  # (what was tried before is not used)
        writer, cls, by, catalog = Writer(self.context), self.cls, self._conflict_fields, self.context.catalog
        given, many, ignores = self.args.input, self.kind in MANY, self.args.on_conflict == "IGNORE"
        assert given is not None

        def writes(variables: Variables) -> Writes:
            rows = rows_of(catalog, cls, given, variables, many)
            if ignores:
                return (yield from writer.create_missing(cls, by, rows))
            return (yield from writer.upsert(cls, by, rows)) if by else (yield from writer.create(cls, rows))

        return Work(
            self.key, self._target("insert"), writes=writes, answer=self.answers.reading(), things=self.answers.things,
            dry_run=self.args.dry_run,
        )  # fmt: skip

    def _assigned(self, given: Given, creating: bool) -> list[Assigned] | None:
        """The columns that are given, with a parameter each; None where other things are to be written, too."""
        types = self.context.api.classes
        definition = types.create_input(self.cls) if creating else types.update_input(self.cls)
        assert definition is not None
        found = []
        for key, value in given.items():
            source: Field | Inverse | None = definition.inputs[key].source
            if source is None:  # (the input of a class without fields has a key that says nothing)
                continue
            if isinstance(source, Inverse) or source.is_many:
                if value.is_null or not value.value:
                    continue
                return None
            if key == s.ID:
                own = value_of(self.context, source, value)
                found.append(Assigned(source, own if source in self._conflict_fields else s.or_new(own)))
            elif source.is_reference:
                kind, _ = pointed(None if value.is_null else {k: v.value for k, v in value.items()}, (INPUT, key))
                if kind == "create":
                    return None
                if kind:
                    link = value.get("connect") if kind == "connect" else None
                    of_link = value_of(self.context, source, Given(None)) if link is None else (
                        connected(self.context, source, link)
                    )  # fmt: skip
                    found.append(Assigned(source, of_link))
            else:
                found.append(Assigned(source, value_of(self.context, source, value)))
        return found

    def _plain_keys(self, given: Given) -> tuple[s.Keys, Mapping[str, Fragment]] | None:
        """The keys of all things in a list, when nothing is nested in them; and what the references among them get."""
        context = self.context
        inputs = context.api.classes.create_input(self.cls)
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

    # --- update and delete of one thing ---------------------------------------------------------------------------

    def _rows(self, concrete: Class) -> Scope:
        """The table of one of the classes, as rows of the class that is written."""
        fields = self.context.api.classes.all_fields(self.cls)
        own = {name: concrete.fields.get(name, field) for name, field in fields.items()}
        return Scope("_u", self.cls, (concrete,), own, raw(s.table(concrete)))

    def _of_key(self, concrete: Class) -> Fragment:
        """What is unique is so in each class by itself: of several, there must be one thing in all of them."""
        assert self.args.key is not None
        if len(self.concrete) == 1 or self.args.key.name == s.ID:
            return condition(self.context, self._rows(concrete), self.args.key)
        rows = scope(self.context, self.cls)
        same = condition(self.context, rows, self.args.key)
        return sql("_u.id = (select {} from {} where {})", rows.id, rows.clause(), same)

    def _at_version(self, concrete: Class) -> Fragment:
        if self.args.version is None:
            return self._of_key(concrete)
        version = self.context.param(self.args.version, as_is)
        return sql("{} and _u.version = {}::integer", self._of_key(concrete), version)

    def _look(self) -> Look:
        version = self.args.version
        each = [sql(f"select _u.version from {s.table(c)} _u where {{}}", self._of_key(c)) for c in self.concrete]
        versions = join(" union all ", each) or raw("select null::integer where false")
        found = sql("select json_build_object('version', _v._version) from ({}) _v (_version)", versions)
        return Look(Statement.of(found), lambda variables: None if version is None else version.plain(variables))

    def _update(self) -> Work:
        context, given = self.context, self.args.input
        assert given is not None
        assigned = self._assigned(given, creating=False)
        if assigned is not None and self.concrete:
            ctes = {c.id: f"_w{c.id}" for c in self.concrete}
            changes = [
                sql("{} as ({})", ctes[c.id], s.update(c, self._columns_of(c, assigned), self._at_version(c)))
                for c in self.concrete
            ]
            rows = s.written(context, self.cls, self.concrete, ctes)
            answer = self.answers.value(rows)
            if not self.answers.reads_written(answer):
                whole = sql(
                    "with {}, {} select {} from {}", s.actor(context), join(", ", changes), answer, rows.clause()
                )
                return Work(
                    self.key, self._target("update"), Statement.of(whole), look=self._look(), dry_run=self.args.dry_run
                )
        return self._chosen_steps()

    def _columns_of(self, concrete: Class, assigned: Sequence[Assigned]) -> list[Assigned]:
        return [Assigned(concrete.fields[a.field.name], a.value) for a in assigned]

    def _delete(self) -> Work:
        if not self.concrete:
            return self._chosen_steps()
        ctes = {c.id: f"_w{c.id}" for c in self.concrete}
        changes = join(", ", [sql("{} as ({})", ctes[c.id], s.delete(c, self._at_version(c))) for c in self.concrete])
        rows = s.written(self.context, self.cls, self.concrete, ctes)
        # What is read in the same statement is read as it was before: the thing, and what refers to it.
        answer = self.answers.value(rows)
        whole = sql("with {}, {} select {} from {}", s.actor(self.context), changes, answer, rows.clause())
        return Work(self.key, self._target("delete"), Statement.of(whole), look=self._look(), dry_run=self.args.dry_run)

    # --- things that are chosen and locked first ------------------------------------------------------------------

    def _chosen_at_once(self) -> Work | None:
        """One statement that locks, counts and writes, where nothing else is to be written."""
        context, deletes = self.context, self.kind is Root.DELETE_MANY
        assigned = () if self.args.input is None else self._assigned(self.args.input, creating=False)
        if not self.concrete or (not deletes and not assigned):
            return None
        most = self._most_sql()
        ctes = [s.actor(context), *self._chosen(deletes)]
        if most is not None:
            ctes.append(s.guard(self.concrete, most))
        names = {c.id: f"_w{c.id}" for c in self.concrete}
        for each in self.concrete:
            source, condition = f"_actor, _c{each.id} _c" + (", _guard" if most else ""), raw("_u.id = _c.id")
            columns = self._columns_of(each, assigned or ())
            change = s.delete(each, condition, source) if deletes else s.update(each, columns, condition, source)
            ctes.append(sql("{} as ({})", names[each.id], change))
        rows = s.written(context, self.cls, self.concrete, names)
        count = sql("(select count(*) from {})", rows.clause())
        answer = self.answers.batch(rows, count, rows.clause(), sql(" order by {}", rows.id))
        if not deletes and self.answers.reads_written(answer):
            return None
        whole = Statement.of(sql("with {} select {}", join(", ", ctes), answer))
        return Work(self.key, self._target("delete" if deletes else "update"), whole, dry_run=self.args.dry_run)

    def _chosen_steps(self) -> Work:
        self.context.weight = self._weight  # (what was tried before is not used)
        writer, cls, args = Writer(self.context), self.cls, self.args
        deletes = self.kind in (Root.DELETE, Root.DELETE_MANY)
        locking = Statement.of(s.locked(self.concrete, self._chosen(deletes)))
        target = self._target("delete" if deletes else "update")
        most = self._most()

        def writes(variables: Variables) -> Writes:
            aim = target(variables)
            found = yield Request(locking.text, locking.bind(variables), aim)
            self._check_found(aim, found, variables, most)
            if not deletes:
                things: dict[int, list[str]] = {}
                for thing_id, class_id, _ in found:
                    things.setdefault(class_id, []).append(thing_id)
                one = found[0][0] if args.key is not None else None
                yield from writer.update(things, cls, aim.rows[0], one)
            return [thing_id for thing_id, _, _ in found]

        return Work(
            self.key, target, writes=writes, answer=self.answers.reading(), things=self.answers.things,
            dry_run=args.dry_run,
        )  # fmt: skip

    def _most(self) -> Callable[[Variables], int | None]:
        """How many there may be: what is asked for, and what an answer may list."""
        at_most = self.args.at_most
        listed = self.context.limits.list_size if self.kind in MANY and self.answers.has_nodes() else None

        def most(variables: Variables) -> int | None:
            asked = None if at_most is None else int(at_most.plain(variables))
            return min((n for n in (asked, listed) if n is not None), default=None)

        return most

    def _check_found(
        self, target: Target, found: Sequence[Any], variables: Variables, most: Callable[[Variables], int | None]
    ) -> None:
        if self.args.key is not None:
            if not found:
                refuse_unknown(target)
            wanted = None if self.args.version is None else self.args.version.plain(variables)
            if wanted is not None and found[0][2] != wanted:
                refuse_version(target, found[0][2], wanted)
            return
        limit = most(variables)
        if limit is not None and len(found) > limit:
            target.refuse(
                f"more than {limit} things fit the filter", "TOO_MANY_THINGS", 409,
                ("atMost",) if self.args.at_most else (), atMost=limit, count=len(found),
            )  # fmt: skip

    def _most_sql(self) -> Fragment | None:
        at_most = self.args.at_most
        most = sql("{}::bigint", self.context.param(at_most, as_is)) if at_most is not None else None
        if self.kind in MANY and self.answers.has_nodes():
            size = str(self.context.limits.list_size)
            return sql("least({}, {})", most, size) if most else raw(size)
        return most

    def _chosen(self, deletes: bool) -> list[Fragment]:
        context = self.context
        conditions: dict[int, Fragment] = {}
        for each in self.concrete:
            if self.args.key is not None:
                conditions[each.id] = self._of_key(each)
            else:
                assert self.args.filter is not None
                context.weigh(weights.TABLE)
                rows = self._rows(each)
                conditions[each.id] = conjunction([filters.condition(context, rows, self.args.filter)]) or raw("true")
        strength = "update" if deletes or self._sets_unique() else "no key update"
        return s.chosen(self.concrete, conditions, self._most_sql(), strength)

    def _sets_unique(self) -> bool:
        fields = {f for each in self.concrete for key in each.unique_keys.values() for f in key}
        return self.args.input is not None and any(key in fields for key in self.args.input.value)

    # --- for errors -----------------------------------------------------------------------------------------------

    def _target(self, kind: str) -> Callable[[Variables], Target]:
        cls, given, one, many = self.cls, self.args.input, self.args.key, self.kind in MANY and self.creates
        by, catalog = tuple(self._conflict_fields), self.context.catalog
        ignores = self.args.on_conflict == "IGNORE"
        if one is not None and one.name != s.ID:
            by = tuple(cls.fields[name] for name in one.values)

        def target(variables: Variables) -> Target:
            rows = rows_of(catalog, cls, given, variables, many) if given is not None else ()
            values = {} if one is None else {name: value.plain(variables) for name, value in one.values.items()}
            if s.ID in values:
                return Target(cls, kind, tuple(rows), str(values[s.ID]))
            return Target(cls, kind, tuple(rows), key=Row(("by",), values) if values else None, ignores=ignores, by=by)

        return target
