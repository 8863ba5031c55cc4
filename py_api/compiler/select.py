"""Selections as SQL that makes the finished JSON."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from graphql import FieldNode

from py_api.catalog.index import Head
from py_api.catalog.model import Class, Field
from py_api.compiler import access, descent, distinct, rollups, search, weights
from py_api.compiler import filter as filters
from py_api.compiler import order as orders
from py_api.compiler.collect import Collected, collect, conditions, selection_sets
from py_api.compiler.context import DEPTH, Context, Scope, join_table, scope
from py_api.compiler.filter import Related
from py_api.compiler.find import found, searched
from py_api.compiler.fragment import EMPTY, Fragment, conjunction, join, literal, number, sql, where
from py_api.compiler.pages import Wanted
from py_api.compiler.sight import is_seen, rows_of
from py_api.compiler.sql_json import (
    NULL,
    SqlJson,
    constant,
    identity,
    listed,
    listed_from,
    made,
    members,
    of_field,
    of_value,
    quoted,
)
from py_api.compiler.values import InputValue, given
from py_api.errors import ApiError
from py_api.schema.definitions import Definition, Output, named
from py_api.schema.naming import SNAPSHOT
from py_api.schema.sources import Ancestors, Column, Descendants, Figures, Inverted, ToMany, ToOne

Pair = tuple[str, Fragment | SqlJson]
_UNPAGED = ("__typename", "totalCount", "refreshedAt")  # of a connection


def selected(
    context: Context,
    definition: Definition,
    nodes: list[FieldNode],
    value: Callable[[Output, list[FieldNode]], Fragment | SqlJson],
) -> SqlJson:
    """What is selected of a value of an object type, as JSON. value: of each field, but for __typename."""
    collected = context.collected(definition, nodes)
    context.count(len(collected))
    pairs: list[Pair] = []
    for key, same in collected.items():
        output = definition.outputs.get(same[0].name.value)
        pairs.append((key, constant(definition.name) if output is None else value(output, same)))
    return members(pairs)


# --- things -----------------------------------------------------------------------------------------------------------


def thing(context: Context, rows: Scope, nodes: list[FieldNode]) -> SqlJson:
    """The row at hand as JSON, whichever class of the scope it is of."""
    if rows.is_single:
        return _object(context, rows, context.definition(context.catalog.type_name(rows.cls)), nodes)
    said = conditions(selection_sets(nodes), context.fragments, context.variables)
    narrower = said - {rows.cls.name, *(h.name for h in context.catalog.ancestors(rows.cls.id)), "Node"}
    if not narrower:
        return _object(context, rows, context.definition(rows.cls.name), nodes)
    branches = [sql("when {} then {}", number(c.id), _looked_up(context, c, rows.id, nodes)) for c in rows.concrete]
    if not branches:
        return constant(None)
    return made(sql("case {} {} end", rows.class_id, join(" ", branches)))


def snapshot(context: Context, rows: Scope, nodes: list[FieldNode]) -> SqlJson:
    """A row of one class, as it was, as JSON."""
    return _object(context, rows, context.definition(context.catalog.type_name(rows.cls) + SNAPSHOT), nodes)


def _looked_up(context: Context, cls: Class, thing_id: Fragment, nodes: list[FieldNode]) -> Fragment:
    """A thing of this very class, by id, as JSON; null when it does not exist."""
    rows = own_scope(context, cls)
    definition = context.definition(context.catalog.type_name(cls))
    json = _object(context, rows, definition, nodes)
    return sql("(select {} from {} where {} = {})", json.text, rows.clause(), rows.id, thing_id)


def own_scope(context: Context, cls: Class, source: Fragment | None = None) -> Scope:
    """The table of a class alone, whatever extends it."""
    fields = context.api.classes.fields.all(cls)
    source = source or context.weighed(rows_of(context, cls), weights.LOOKUP)
    return Scope(context.alias(), cls, (cls,), fields, source)


def _object(context: Context, rows: Scope, definition: Definition, nodes: list[FieldNode]) -> SqlJson:
    collected = context.collected(definition, nodes)
    context.count(len(collected))
    return members((key, _value(context, rows, definition, same)) for key, same in collected.items())


def _value(context: Context, rows: Scope, definition: Definition, nodes: list[FieldNode]) -> SqlJson:
    field_name = nodes[0].name.value
    if field_name == "__typename":
        return type_name(context, rows, definition)
    output = definition.outputs[field_name]
    match output.source:
        case Column(field):
            return identity(rows.id) if field.name == "id" else of_field(field, rows.column(field))
        case ToOne(field):
            return reference(context, rows, field, nodes)
        case ToMany(field) if field.target is None:
            return _nodes_of_any(context, rows, field, nodes)
        case ToMany() | Inverted() as source:
            return connection(context, output, nodes, lambda: _related(context, rows, source))
        case Ancestors(field=steps) | Descendants(inverse=steps):
            depth = context.arguments(nodes[0], output.args)["depth"]
            return connection(context, output, nodes, lambda: descent.related(context, rows, steps, depth))
        case Figures(source):
            from py_api.compiler.aggregate import aggregate  # (which shows things, too)

            return aggregate(context, nodes, output.args, _related(context, rows, source))
    raise AssertionError(output)


def _related(context: Context, rows: Scope, source: ToMany | Inverted) -> Related:
    """The things of a list of the row at hand."""
    return filters.related(context, rows, source.inverse if isinstance(source, Inverted) else source.field)


def type_name(context: Context, rows: Scope, definition: Definition) -> SqlJson:
    if rows.is_single or (len(rows.concrete) == 1 and definition.name != rows.cls.name):
        return constant(definition.name)
    names = [sql("when {} then {}", number(c.id), literal(context.catalog.type_name(c))) for c in rows.concrete]
    return quoted(sql("case {} {} end", rows.class_id, join(" ", names))) if names else constant(None)


def reference(context: Context, rows: Scope, field: Field, nodes: list[FieldNode]) -> SqlJson:
    column = rows.same.get(field.column or "") or rows.column(field)
    if field.target is None:
        return node(context, column, nodes)
    return by_id(context, context.catalog.named(field.target), column, nodes)


def by_id(context: Context, cls: Class, column: Fragment, nodes: list[FieldNode]) -> SqlJson:
    """The thing of a class that an expression names by its id; null where that is null."""
    concrete = context.catalog.concrete(cls.id)
    if not context.catalog.is_interface(cls):
        # What is known from the reference itself needs no look-up: the foreign key says that the thing is there.
        definition = context.definition(cls.name)
        collected = context.collected(definition, nodes)
        if all(same[0].name.value in ("id", "__typename") for same in collected.values()):
            context.count(len(collected))
            values = {"id": identity(column), "__typename": constant(cls.name)}
            pairs = [(key, values[same[0].name.value]) for key, same in collected.items()]
            return made(sql("case when {} is not null then {} end", column, members(pairs).text))
    branches = [_looked_up(context, target, column, nodes) for target in concrete]
    return made(join(", ", branches)) if branches else constant(None)


def node(context: Context, thing_id: Fragment, nodes: list[FieldNode]) -> SqlJson:
    """A thing of any class, by id. What a selection says of certain classes is looked up in their tables."""
    catalog = context.catalog
    said = conditions(selection_sets(nodes), context.fragments, context.variables) - {"Node"}
    ids: dict[int, Class] = {}
    for condition_name in sorted(said):
        head = catalog.by_name.get(condition_name) or catalog.by_name.get(condition_name.removesuffix("Itself"))
        if head is not None:
            ids |= {cls.id: cls for cls in catalog.concrete(head.id)}
    alias = context.alias()
    branches = [
        sql("when {} then {}", number(cls.id), _looked_up(context, cls, sql("{}.id", alias), nodes))
        for cls in ids.values()
    ]
    plain = members(_plain_node(context, alias, nodes)).text
    if catalog.is_masked:
        value = _seen_node(context, alias, branches, {*catalog.heads} - {*ids}, nodes)
    else:
        value = sql("case {}.class_id {} else {} end", alias, join(" ", branches), plain) if branches else plain
    value = context.weighed(value, weights.TABLE)
    return made(sql("(select {} from thing_instances {} where {}.id = {})", value, alias, alias, thing_id))


def _seen_node(
    context: Context, alias: Fragment, branches: list[Fragment], others: set[int], nodes: list[FieldNode]
) -> Fragment:
    """Of the classes that a selection says nothing of: the thing where it may be seen, else null."""
    for class_id in sorted(others):
        if not context.catalog.heads[class_id].abstract:
            seen = is_seen(context, class_id, sql("{}.id", alias))
            with context.aside():  # (it is counted as one)
                plain = members(_plain_node(context, alias, nodes, context.catalog.heads[class_id])).text
            branches.append(sql("when {} then case when {} then {} end", number(class_id), seen, plain))
    return sql("case {}.class_id {} end", alias, join(" ", branches)) if branches else NULL


_TYPE_NAME = (
    "(select _c.name || case when not _c.abstract and exists (select from thing_classes _k"
    " where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end"
    " from thing_classes _c where _c.id = {}.class_id)"
)


def _plain_node(context: Context, alias: Fragment, nodes: list[FieldNode], head: Head | None = None) -> Iterable[Pair]:
    """head: its class, where that is known. (Of one that nothing seen extends, the name in the schema is another.)"""
    collected = collect(selection_sets(nodes), ("Node",), context.fragments, context.variables)
    context.count(len(collected))
    if head is None:
        name: SqlJson = quoted(sql(_TYPE_NAME, alias).heavier(weights.TABLE * 2))
    else:
        name = constant(context.catalog.type_name(head))
    values = {"id": identity(sql("{}.id", alias)), "__typename": name}
    return [(key, values[same[0].name.value]) for key, same in collected.items()]


def _nodes_of_any(context: Context, rows: Scope, field: Field, nodes: list[FieldNode]) -> SqlJson:
    """A to-many reference to things of any class: a page by id."""
    context.lists = True
    output_args = context.definition(rows.cls.name).outputs[field.name].args
    args = context.arguments(nodes[0], output_args)
    pair = context.alias()
    source = sql("{} {}", join_table(context, rows.cls, field), pair)
    link = sql("{}.source_id = {}", pair, rows.id)
    pairs: list[Pair] = []
    definition = context.definition("NodeConnection")
    for key, same in context.collected(definition, nodes).items():
        match same[0].name.value:
            case "__typename":
                pairs.append((key, constant("NodeConnection")))
            case "totalCount":
                pairs.append((key, sql("(select count(*) from {} where {})", source, link)))
            case _:
                size, rest = _limit(context, args)
                with context.times(size):
                    item = node(context, sql("{}.target_id", pair), same)
                page = sql(
                    "select {} as _j from {} where {} order by {}.target_id{}", item.text, source, link, pair, rest
                )
                pairs.append((key, listed_from(SqlJson(sql("_n._j")), sql("({}) _n", page))))
    return members(pairs)


# --- lists ------------------------------------------------------------------------------------------------------------


class Page(NamedTuple):
    """What the paging arguments say."""

    size: InputValue
    limit: Fragment  # as asked for
    limit_and_one: Fragment  # the same and one more row, to see whether there is more
    offset: Fragment
    backward: bool
    marks: tuple[orders.Mark, ...]  # between which its rows lie
    before: orders.Mark | None  # the rows before the cursor `after`, with it
    after: orders.Mark | None  # the rows after the cursor `before`, with it


def _limit(context: Context, args: Mapping[str, InputValue]) -> tuple[InputValue, Fragment]:
    page = paging(context, args)
    offset = sql(" offset {}", page.offset) if page.offset else EMPTY
    return page.size, sql(" limit {}{}", page.limit, offset)


def paging(context: Context, args: Mapping[str, InputValue]) -> Page:
    present = given(args)
    backward = "last" in present
    if backward and "first" in present:
        raise ApiError("first and last cannot be combined", "INVALID_PAGE", hint="Use one of them.")
    if backward and "offset" in present:
        raise ApiError("offset cannot be combined with last", "INVALID_PAGE")
    size = present.get("last" if backward else "first")
    if size is None:
        size = context.page_size
    else:
        context.check_size(size, "last" if backward else "first")
    limit, offset = context.number(size), EMPTY
    if "offset" in present:
        context.check_offset(present["offset"])
        offset = context.number(present["offset"])
    after, before = present.get("after"), present.get("before")
    marks = [orders.Mark(after, forward=True)] if after is not None else []
    marks += [orders.Mark(before, forward=False)] if before is not None else []
    return Page(
        size,
        limit,
        sql("{} + 1", limit),
        offset,
        backward,
        tuple(marks),
        None if after is None else orders.Mark(after, forward=False, inclusive=True),
        None if before is None else orders.Mark(before, forward=True, inclusive=True),
    )


def connection(context: Context, output: Output, nodes: list[FieldNode], related: Callable[[], Related]) -> SqlJson:
    """A connection over rows of a class. related: makes their scope, FROM items and what ties them to the outside."""
    context.lists = True
    args = context.arguments(nodes[0], output.args)
    related = found(context, args, related)

    def relation() -> Related:
        whole = related()
        first = distinct.condition(context, whole.rows, args, related)
        return whole._replace(link=conjunction([whole.link, first])) if first else whole

    definition = context.definition(named(output.type))
    collected = context.collected(definition, nodes)
    context.count(len(collected))
    if all(same[0].name.value == "nodes" for same in collected.values()) and len(collected) == 1:
        ((key, same),) = collected.items()
        return members([(key, _plain_page(context, args, relation(), same))])
    pairs: list[Pair] = []
    paged = {key: same for key, same in collected.items() if same[0].name.value not in _UNPAGED}
    page = _Paged(context, args, relation()) if paged else None
    for key, same in collected.items():
        match same[0].name.value:
            case "__typename":
                pairs.append((key, constant(definition.name)))
            case "totalCount":
                pairs.append((key, _total(context, args, relation())))
            case "refreshedAt":
                pairs.append((key, rollups.refreshed_at(context, definition)))
            case part:
                assert page is not None
                pairs.append((key, page.part(part, same)))
    value = members(pairs)
    # (Having: one row, whether there is an aggregate function in it or not.)
    return SqlJson(sql("(select {} from {} having true)", value.text, page.source())) if page is not None else value


def _order(context: Context, args: Mapping[str, InputValue], relation: Related) -> orders.Order:
    return orders.keys(context, relation.rows, args.get("orderBy"), args.get("filter"), relation.score)


def _filtered(context: Context, args: Mapping[str, InputValue], relation: Related) -> Fragment:
    return conjunction([relation.link, filters.condition(context, relation.rows, args.get("filter"))])


def _say_what_is_same(context: Context, args: Mapping[str, InputValue], relation: Related) -> None:
    """What all rows of a list refer to is then looked up once, not for each of them."""
    if relation.tied is not None and relation.outer and relation.tied.column is not None:
        relation.rows.same[relation.tied.column] = relation.outer
    said = args.get("filter")
    if said is not None and not said.is_null:
        relation.rows.same.update(filters.same_references(context, relation.rows, said))


def _noted(context: Context, args: Mapping[str, InputValue], relation: Related, size: InputValue | None = None) -> None:
    if not relation.paired and relation.score is None:  # (a join table has both of its indexes)
        access.note(context, relation.rows, args, relation.tied, size, aggregated=size is None)


def _total(context: Context, args: Mapping[str, InputValue], relation: Related) -> Fragment:
    condition = _filtered(context, args, relation)
    _noted(context, args, relation)
    return sql("(select count(*) from {}{})", relation.tables, where(condition))


def _plain_page(context: Context, args: Mapping[str, InputValue], relation: Related, nodes: list[FieldNode]) -> SqlJson:
    """Nothing but nodes is asked for."""
    order = _order(context, args, relation)
    page = paging(context, args)
    _noted(context, args, relation, page.size)
    _say_what_is_same(context, args, relation)
    with context.times(page.size):
        item = thing(context, relation.rows, nodes)
    # The JSON is made outside, of the rows that are left: inside, PostgreSQL would make it of all rows before it sorts.
    wanted = _wanted(context, args, relation, order)
    chosen_rows = wanted.found(page.marks, page.limit, page.offset, reverse=page.backward)
    source = sql("{} {}", chosen_rows, relation.rows.alias)
    if page.backward:
        rows = sql("select {} as _j, row_number() over () as _n from {}", item.text, source)
        return listed_from(SqlJson(sql("_p._j")), sql("({}) _p", rows), sql(" order by _p._n desc"))
    return listed_from(item, source)


def _wanted(context: Context, args: Mapping[str, InputValue], relation: Related, order: orders.Order) -> Wanted:
    said = args.get("filter")
    narrow = said is not None and not said.is_null and filters.is_narrow(context, relation.rows, said)
    return Wanted(context, relation, order, _filtered(context, args, relation), narrow)


class _Paged:
    """A page with all that a connection can say of it, read once. One row more than asked for tells if there is more.

    Columns of the source: _n (place in the page from its outer end), _m (rows read), _c (cursor), _j1, ... (things).
    """

    def __init__(self, context: Context, args: Mapping[str, InputValue], relation: Related) -> None:
        self.context, self.args, self.relation = context, args, relation
        self.order = _order(context, args, relation)
        self.page = paging(context, args)
        _noted(context, args, relation, self.page.size)
        _say_what_is_same(context, args, relation)
        self.columns: list[Fragment] = []
        self.alias = context.alias()
        self.cursor = False

    def source(self) -> Fragment:
        columns = [sql("{} as _j{}", item, number(place)) for place, item in enumerate(self.columns, 1)]
        if self.cursor:
            columns.append(sql("{} as _c", orders.cursor(self.order)))
        columns += [sql("row_number() over () as _n"), sql("count(*) over () as _m")]
        rows, page = self.relation.rows, self.page
        chosen_rows = self._wanted().found(page.marks, page.limit_and_one, page.offset, reverse=page.backward)
        return sql("(select {} from {} {}) {}", join(", ", columns), chosen_rows, rows.alias, self.alias)

    def _wanted(self) -> Wanted:
        return _wanted(self.context, self.args, self.relation, self.order)

    @property
    def _size(self) -> Fragment:
        return self.context.number(self.page.size)

    def part(self, part: str, nodes: list[FieldNode]) -> SqlJson:
        match part:
            case "nodes":
                return self._listed(self._thing(nodes))
            case "edges":
                return self._listed(self._edge(nodes))
        return self._page_info(nodes)

    def _listed(self, item: SqlJson) -> SqlJson:
        direction = sql(" desc") if self.page.backward else EMPTY
        within = sql(" filter (where {}._n <= {})", self.alias, self._size)
        return listed(item, sql(" order by {}._n{}", self.alias, direction), within)

    def _thing(self, nodes: list[FieldNode]) -> SqlJson:
        with self.context.times(self.page.size):
            return self._kept(thing(self.context, self.relation.rows, nodes))

    def _kept(self, value: SqlJson) -> SqlJson:
        """A value of each row of the page."""
        self.columns.append(value.text)
        return SqlJson(sql("{}._j{}", self.alias, number(len(self.columns))))

    def _highlights(self, nodes: list[FieldNode]) -> SqlJson:
        rows = self.relation.rows
        asked = [*search.asked(self.context, rows, self.args.get("filter")), *searched(rows, self.args)]
        with self.context.times(self.page.size):
            return self._kept(search.highlights(self.context, rows, asked, nodes))

    def _edge(self, nodes: list[FieldNode]) -> SqlJson:
        edge = self.relation.rows.cls.name + "Edge"
        pairs: list[Pair] = []
        for key, same in self.context.collected(self.context.definition(edge), nodes).items():
            match same[0].name.value:
                case "cursor":
                    self.cursor = True
                    pairs.append((key, quoted(sql("{}._c", self.alias))))
                case "node":
                    pairs.append((key, self._thing(same)))
                case "depth":
                    pairs.append((key, self._kept(of_value(self.relation.rows.used.get(DEPTH, NULL)))))
                case "highlights":
                    pairs.append((key, self._highlights(same)))
                case _:
                    pairs.append((key, constant(edge)))
        return members(pairs)

    def _page_info(self, nodes: list[FieldNode]) -> SqlJson:
        a, back = self.alias, self.page.backward
        inner = sql("max({}._c) filter (where {}._n = least(1, {}))", a, a, self._size)
        outer = sql("max({}._c) filter (where {}._n = least({}._m, {}))", a, a, a, self._size)
        pairs: list[Pair] = []
        for key, same in self.context.collected(self.context.definition("PageInfo"), nodes).items():
            match same[0].name.value:
                case "hasNextPage":
                    pairs.append((key, self._more(forward=True)))
                case "hasPreviousPage":
                    pairs.append((key, self._more(forward=False)))
                case "startCursor":
                    self.cursor = True
                    pairs.append((key, quoted(outer if back else inner)))
                case "endCursor":
                    self.cursor = True
                    pairs.append((key, quoted(inner if back else outer)))
                case _:
                    pairs.append((key, constant("PageInfo")))
        return members(pairs)

    def _more(self, forward: bool) -> SqlJson:
        """Whether the list goes on after the page (forward), or before it."""
        page = self.page
        alternatives: list[Fragment] = []
        if forward is not page.backward:
            alternatives.append(sql("coalesce(max({}._m) > {}, false)", self.alias, self._size))
        elif page.offset:
            skipped = sql("{} > 0", self.context.number(self.args["offset"]))
            alternatives.append(sql("({} and {})", skipped, self._any(*page.marks, reverse=False)))
        outside = page.after if forward else page.before
        if outside:
            alternatives.append(self._any(outside, reverse=not forward))
        return made(sql("({})::text", join(" or ", alternatives))) if alternatives else constant(False)

    def _any(self, *marks: orders.Mark, reverse: bool) -> Fragment:
        return self._wanted().any(marks, reverse=reverse)


__all__ = ["Collected", "connection", "node", "own_scope", "paging", "reference", "scope", "thing"]
