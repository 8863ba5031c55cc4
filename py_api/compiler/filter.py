"""Filters as SQL conditions.

Every condition is told apart from "unknown": `not` and `every` are complements, so a thing without a value is in one
of `f` and `not f`, never in neither.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, LiteralString, NamedTuple

from py_api.catalog.model import Class, Field, FieldType, Inverse
from py_api.compiler import operands, search, values, weights
from py_api.compiler.context import Context, Scope, compared, join_table, pg_type, schema_of, scope, value_of
from py_api.compiler.fragment import (
    EMPTY,
    Fragment,
    Param,
    conjunction,
    filled,
    join,
    number,
    sql,
)
from py_api.compiler.values import Encode, InputValue, given
from py_api.errors import ApiError

TRUE, FALSE = sql("true"), sql("false")
QUANTIFIERS = ("some", "every", "none")
_ANY_OF: LiteralString = "{} = any (array(select {} from {} where {}))"


class Operator(NamedTuple):
    """{c} is the column, {v} the operand, handed over by encode; None: as a value of the column's type.

    {words}, {query} and {prefix} are what a search makes of them.

    bound: of the operand, where the work for one stored value is more than the sum of both (BOUNDS).
    served: what holds wherever this operator does, where an index serves that alone: with one of Field.searchable or
    Field.indexed.
    """

    template: LiteralString
    encode: Encode | None = None
    bound: str | None = None
    served: tuple[LiteralString, str] | None = None


_COMPARE = {
    "lt": Operator("{c} < {v}"),
    "lte": Operator("{c} <= {v}"),
    "gt": Operator("{c} > {v}"),
    "gte": Operator("{c} >= {v}"),
}
_SETS = {"overlaps": Operator("{c} && {v}"), "contains": Operator("{c} @> {v}"), "containedBy": Operator("{c} <@ {v}")}

# As the indexes of thing.field_types.case_method and search_method have it.
_FOLDED = 'thing.fold_case({c}) collate "C"'
_FOLDED_LIKE = _FOLDED + " like thing.fold_case({v}::text)"

# Category of the field type (thing.field_types) -> operator -> SQL; what a category has not is looked up under "".
OPERATORS: Mapping[str, Mapping[str, Operator]] = {
    "": {"eq": Operator("{c} = {v}"), "ne": Operator("{c} is distinct from {v}"), **_COMPARE},
    "text": {
        "contains": Operator("{c} like {v}::text", values.as_containing, "pattern", (_FOLDED_LIKE, "searchable")),
        "startsWith": Operator("{c} like {v}::text", values.as_beginning, None, (_FOLDED_LIKE, "indexed")),
        "endsWith": Operator("{c} like {v}::text", values.as_ending, "pattern", (_FOLDED_LIKE, "searchable")),
        "like": Operator("{c} like {v}::text", values.as_text, "pattern", (_FOLDED_LIKE, "searchable")),
        "ieq": Operator(_FOLDED + " = thing.fold_case({v}::text)", values.as_text),
        "iin": Operator(
            _FOLDED + " = any (array(select thing.fold_case(_v) from unnest({v}::text[]) _v))", values.as_texts
        ),
        "icontains": Operator(_FOLDED_LIKE, values.as_containing, "pattern"),
        "istartsWith": Operator(_FOLDED_LIKE, values.as_beginning),
        "iendsWith": Operator(_FOLDED_LIKE, values.as_ending, "pattern"),
        "ilike": Operator(_FOLDED_LIKE, values.as_text, "pattern"),
        "search": Operator("{words} @@ {query}", values.as_text, "pattern"),
        "searchPrefix": Operator("{words} @@ {prefix}", values.as_text, "pattern"),
        "similar": Operator(
            'thing.similar_text({v}::text) <% (thing.similar_text({c}) collate "C")', values.as_text, "pattern"
        ),
    },
    "list": {
        "eq": Operator("{c} = {v}"),
        "ne": Operator("{c} is distinct from {v}"),
        "has": Operator("{c} @> array[{v}]"),
        "hasAny": Operator("{c} && {v}", bound="operand"),
        "hasAll": Operator("{c} @> {v}", bound="operand"),
    },
    "json": {
        "eq": Operator("{c} = {v}", served=("{c} @> {v}", "indexed")),
        "contains": Operator("{c} @> {v}", bound="operand"),
        "hasKey": Operator(
            "{c} ? {v}::text",
            values.as_text,
            None,
            ("thing.json_keys({c}) @> array[left({v}::text, 100)]", "indexed"),
        ),
    },
    "tree": {
        "ancestorOf": Operator("{c} @> {v}"),
        "descendantOf": Operator("{c} <@ {v}"),
        "matches": Operator("{c} ~ ({v}::text)::{s}lquery", values.as_tree_pattern, "pattern"),
    },
    "range": _SETS | {"containsValue": Operator("{c} @> {v}")},
    "geometry": {
        "intersects": Operator("{s}st_intersects({c}, {v})", bound="geometry"),
        "within": Operator("{s}st_within({c}, {v})", bound="geometry"),
        "contains": Operator("{s}st_contains({c}, {v})", bound="geometry"),
    },
}
# Field of Limits -> what it counts of an operand, and how that is called.
BOUNDS: Mapping[str, tuple[Callable[[Any], int], str]] = {
    "pattern": (lambda value: len(values.letters(value)), "characters"),
    "operand": (values.leaves, "values"),
    "geometry": (values.leaves, "numbers"),
    "near": (values.leaves, "numbers"),
}


def condition(context: Context, rows: Scope, input_value: InputValue | None) -> Fragment | None:
    """A filter over the rows of a scope; None for a filter that is not given or says nothing."""
    if input_value is None or input_value.is_null:
        return None
    context.joins = 0
    return inner_condition(context, rows, input_value)


def inner_condition(
    context: Context, rows: Scope, input_value: InputValue, *, referred: bool = False
) -> Fragment | None:
    """A filter within the conditions of a list, whose joins are counted on. referred: of what a reference points to."""
    inputs = context.inputs(context.api.classes.filters.filter, rows.cls)
    conditions: list[Fragment | None] = []
    for key, value in input_value.items():
        if value.is_null:
            continue
        match key:
            case "and":
                conditions += _all_grouped(context, rows, value, referred)
            case "or":
                context.custom = True
                context.alternatives += 1
                alternatives = [group or TRUE for group in _all_grouped(context, rows, value, referred)]
                context.alternatives -= 1
                conditions.append(sql("({})", join(" or ", alternatives)) if alternatives else FALSE)
            case "not":
                context.custom = True
                with context.deeper():
                    inner = inner_condition(context, rows, value, referred=referred)
                conditions.append(sql("(({}) is not true)", inner) if inner else FALSE)
            case "isNull":
                if not referred:
                    raise _never_null()
                conditions.append(FALSE if value.value else TRUE)  # (as it is of a thing that is there)
            case _:
                conditions.append(_of_field(context, rows, inputs[key].source, value))
    return conjunction(conditions) or None


def _all_grouped(context: Context, rows: Scope, input_value: InputValue, referred: bool) -> list[Fragment | None]:
    with context.deeper():
        return [_grouped(context, rows, element, referred) for element in input_value.elements()]


def _grouped(context: Context, rows: Scope, input_value: InputValue, referred: bool) -> Fragment | None:
    weight = context.weigh(weights.GROUPING)
    inner = inner_condition(context, rows, input_value, referred=referred) if not input_value.is_null else None
    return sql("({})", inner).heavier(weight) if inner else None


def _of_field(context: Context, rows: Scope, source: Field | Inverse, input_value: InputValue) -> Fragment | None:
    if isinstance(source, Inverse) or (source.is_many and source.target is not None):
        return _of_many(context, input_value, lambda: related(context, rows, source))
    if source.is_many:
        return _of_any(context, rows, source, input_value)
    if source.is_reference:
        return _of_one(context, rows, source, input_value)
    return operators(context, source, rows.column(source), input_value)


# --- references -------------------------------------------------------------------------------------------------------


class Related(NamedTuple):
    """Rows that belong to a row of another scope. tables: FROM items. link: what ties them, by its id; owner: that id
    as they have it, outer: as the row outside has it. score: what orders them by default. tied: the reference of theirs
    that does it; paired: a join table does.
    """

    rows: Scope
    tables: Fragment
    link: Fragment
    owner: Fragment = EMPTY
    score: Fragment | None = None
    tied: Field | None = None
    paired: bool = False
    outer: Fragment = EMPTY


def related(context: Context, rows: Scope, source: Field | Inverse) -> Related:
    """The things of a list of a row."""
    if isinstance(source, Inverse):
        return referring(context, rows, source)
    return referred(context, rows, source)


def referring(context: Context, rows: Scope, inverse: Inverse) -> Related:
    """The things that refer to a row."""
    cls = context.catalog.class_of(inverse.class_id)
    field = cls.fields[inverse.field]
    other = scope(context, cls)
    if not field.is_many:
        owner = other.column(field)
        return Related(other, other.clause(), sql("{} = {}", owner, rows.id), owner, tied=field, outer=rows.id)
    pair = context.alias()
    tables = sql(
        "{} {} join {} on {} = {}.source_id", join_table(context, cls, field), pair, other.clause(), other.id, pair
    )
    owner = sql("{}.target_id", pair)
    return Related(other, tables, sql("{} = {}", owner, rows.id), owner, paired=True)


def referred(context: Context, rows: Scope, field: Field) -> Related:
    """The things that a to-many reference of a row points to."""
    assert field.target is not None
    other = scope(context, context.catalog.named(field.target))
    pair = context.alias()
    table = join_table(context, rows.cls, field)
    tables = sql("{} {} join {} on {} = {}.target_id", table, pair, other.clause(), other.id, pair)
    owner = sql("{}.source_id", pair)
    return Related(other, tables, sql("{} = {}", owner, rows.id), owner, paired=True)


def _of_many(context: Context, input_value: InputValue, rows_of: Callable[[], Related]) -> Fragment | None:
    said = given(input_value)
    conditions: list[Fragment | None] = []
    for key in [key for key in said if key in QUANTIFIERS]:
        with context.deeper(related=True):
            relation = rows_of()
            inner = inner_condition(context, relation.rows, said.pop(key))
        conditions.append(_quantified(context, key, relation.tables, relation.link, inner))
    if said:
        from py_api.compiler import list_figures  # (which has conditions itself)

        with context.deeper(related=True):
            conditions.append(list_figures.condition(context, rows_of(), said))
    return conjunction(conditions) or None


def _quantified(context: Context, key: str, tables: Fragment, link: Fragment, inner: Fragment | None) -> Fragment:
    if key == "every":
        if not inner:
            return TRUE
        inner = sql("({}) is not true", inner)
    exists = _exists(context, tables, conjunction([link, inner]))
    return exists if key == "some" else sql("not {}", exists)


def _exists(context: Context, tables: Fragment, condition: Fragment) -> Fragment:
    """That there are such rows. PostgreSQL makes a join of it, and looks for the best order of joins, which takes more
    than their number. So the later ones of a list's conditions are written as values, which are not joins.
    """
    context.joins += 1
    exists = sql("exists (select from {} where {})", tables, condition)
    return exists if context.joins <= weights.SIDE_BY_SIDE else sql("({} is true)", exists)


def _of_any(context: Context, rows: Scope, field: Field, input_value: InputValue) -> Fragment | None:
    """By the ids of things of any class."""
    id_field = rows.fields["id"]
    conditions: list[Fragment | None] = []
    for key, value in input_value.items():
        if not value.is_null:
            pair = context.alias()
            link = sql("{}.source_id = {}", pair, rows.id)
            with context.deeper(related=True):
                table = sql("{} {}", join_table(context, rows.cls, field), pair)
                if key == "count":
                    from py_api.compiler import list_figures

                    conditions.append(list_figures.counted(context, table, link, value))
                    continue
                inner = operators(context, id_field, sql("{}.target_id", pair), value)
            conditions.append(_quantified(context, key, table, link, inner))
    return conjunction(conditions) or None


def _of_one(context: Context, rows: Scope, field: Field, input_value: InputValue) -> Fragment | None:
    """The thing that a reference points to. What is said of its id alone is answered by the reference itself."""
    id_field, said = rows.fields["id"], given(input_value)
    at_hand = rows.referred(field) if {*said} - {"id", "isNull"} else None
    if field.target is None:
        return operators(context, id_field, rows.column(field), input_value)
    column = EMPTY if at_hand and not {*said} & {"id", "isNull"} else rows.column(field)
    conditions: list[Fragment | None] = []
    if "id" in said:
        conditions.append(operators(context, id_field, column, said["id"]))
    if "isNull" in said:
        conditions.append(operators(context, id_field, column, InputValue({"isNull": said["isNull"]})))
    rest = InputValue({key: value for key, value in said.items() if key not in ("id", "isNull")})
    if rest.value:
        with context.deeper(related=True):
            other = at_hand or scope(context, context.catalog.named(field.target))
            inner = inner_condition(context, other, rest, referred=True)
        if inner and at_hand:
            conditions.append(sql("({})", inner))
        elif inner:
            if is_one(other.cls, rest) and (other.is_single or context.alternatives):
                # One id, by which an index finds the rows in its order. (Beside others in an `or`, EXISTS is asked of
                # each row.)
                template = "{} = (select {} from {} where {})" if other.is_single else _ANY_OF
                one = sql(template, column, other.id, other.clause(), inner)
                return conjunction([*conditions, one])
            link = sql("{} = {}", other.id, column)
            exists = _exists(context, other.clause(), conjunction([link, inner]))
            fits = _fits_nothing(context, other.cls, rest)
            conditions.append(sql("({} is null or {})", column, exists) if fits else exists)
    return conjunction(conditions) or None


def is_one(cls: Class, input_value: InputValue) -> bool:
    """Whether a filter says which thing by a key of its own."""
    said = {key: value.get("eq") for key, value in input_value.items() if cls.is_key(key)}
    return any(operand is not None and not operand.is_null for operand in said.values())


def _fits_nothing(context: Context, cls: Class, input_value: InputValue) -> bool:
    """Whether a filter holds where there is no thing at all: then none of its fields has a value."""
    inputs = context.inputs(context.api.classes.filters.filter, cls)
    return all(
        _key_fits_nothing(context, cls, inputs[key].source, key, value)
        for key, value in input_value.items()
        if not value.is_null
    )


def _key_fits_nothing(context: Context, cls: Class, source: Any, key: str, input_value: InputValue) -> bool:
    match key:
        case "and":
            return all(_fits_nothing(context, cls, element) for element in input_value.elements())
        case "or":
            return any(_fits_nothing(context, cls, element) for element in input_value.elements())
        case "not":
            return not _fits_nothing(context, cls, input_value)
        case "isNull":
            return bool(input_value.value)
    if isinstance(source, Inverse) or source.is_many:
        return all(_list_fits_nothing(key, value) for key, value in input_value.items() if not value.is_null)
    if source.is_reference and source.target is not None:
        return _fits_nothing(context, context.catalog.named(source.target), input_value)
    return all(_operator_fits_nothing(name, value) for name, value in input_value.items())


def _list_fits_nothing(key: str, input_value: InputValue) -> bool:
    """(The list of no thing has no figures.)"""
    match key:
        case "count":
            return all(_operator_fits_nothing(name, value) for name, value in input_value.items())
        case "fields":
            return _figures_fit_nothing(input_value)
    return key != "some"


def _figures_fit_nothing(input_value: InputValue) -> bool:
    """Of figures of fields, along any path, and of the operators in them."""
    deeper = [value for _, value in input_value.items() if not value.is_null]
    if deeper and all(isinstance(value.value, dict) for value in deeper):
        return all(map(_figures_fit_nothing, deeper))
    return _list_fits_nothing("count", input_value)


def _operator_fits_nothing(name: str, input_value: InputValue) -> bool:
    match name:
        case "isNull":
            return input_value.is_null or bool(input_value.value)
        case "eq" | "ne":
            return input_value.is_null == (name == "eq")
        case "at":
            return all(_operator_fits_nothing(key, value) for key, value in input_value.items() if key != "path")
    return name == "notIn"


# --- values -----------------------------------------------------------------------------------------------------------


def operators(context: Context, field: Field, column: Fragment, input_value: InputValue) -> Fragment | None:
    """All that an operator object ({"gt": 5, "lt": 9}) says of an expression of a field's type."""
    conditions = [
        _weighed(context, _operator(context, field, column, key, value)) for key, value in input_value.items()
    ]
    return conjunction(conditions) or None


def _weighed(context: Context, condition: Fragment | None) -> Fragment | None:
    if condition is None:
        return None
    outline = condition.outline
    written = sum(not isinstance(part, str) for part in condition.flat())
    inlined = sum(weight * outline.count(call) for call, weight in weights.INLINED.items())
    return context.weighed(condition, weights.CONDITION + written + inlined)


# Operators of which PostgreSQL knows without the operand how few rows they leave, or as good as.
_LIKE_EQUALITY = {"eq", "in", "ieq", "iin", "isNull", "has", "hasKey", "notIn"}


def _operator(context: Context, field: Field, column: Fragment, key: str, input_value: InputValue) -> Fragment | None:
    context.custom = context.custom or key not in _LIKE_EQUALITY
    if key == "isNull":
        return None if input_value.is_null else sql("{} is null" if input_value.value else "{} is not null", column)
    if input_value.is_null:
        if key in ("eq", "ne"):
            return sql("{} is null" if key == "eq" else "{} is not null", column)
        raise _no_null(key)
    if key in ("in", "notIn"):
        # (A list that is looked at row by row is hashed where it is known. An index takes one as it comes.)
        context.custom = context.custom or (key == "in" and not is_indexed(field))
        return _one_of(context, field, column, key, input_value)
    if key == "near":
        return _near(context, field, column, input_value)
    if key == "at":
        return _at(context, field, column, input_value)
    operator = OPERATORS.get(field.type.category, {}).get(key) or OPERATORS[""][key]
    bound = bound_of(context, key, operator.bound)
    operand: Fragment | Param
    if field.type.item is not None and key in OPERATORS["list"]:
        operand = _items(context, field.type, input_value, bound, key)
    elif operator.encode is None:
        operand = operand_of(context, field, input_value, bound, key)
        if key in ("eq", "ne"):
            column, operand = compared(field, column), compared(field, operand)
    else:
        operand = context.param(input_value, values.bounded(operator.encode, bound))
    comparison = _filled(operator.template, field, column, operand)
    if operator.served is not None:
        wider, by = operator.served
        if getattr(field, by):
            comparison = sql("{} and {}", comparison, _filled(wider, field, column, operand))
    return comparison


def bound_of(context: Context, operator: str, name: str | None) -> values.Bound | None:
    if name is None:
        return None
    measure, what = BOUNDS[name]
    return values.Bound(operator, measure, getattr(context.limits, name), what)


def _never_null() -> ApiError:
    hint = "Ask isNull of a reference: {country: {isNull: true}}."
    return ApiError(
        "isNull asks whether a reference points to nothing; here is always a thing", "INVALID_FILTER", hint=hint
    )


def _no_null(operator: str) -> ApiError:
    return ApiError(f"operator {operator} does not take null", "INVALID_FILTER", hint="Leave it out, or ask isNull.")


def _filled(template: LiteralString, field: Field, column: Fragment, operand: Fragment | Param) -> Fragment:
    def piece(name: str) -> Fragment | Param:
        match name:
            case "c":
                return column
            case "v":
                return operand
            case "words":
                return search.words(field, column)
            case "query" | "prefix":
                return search.query(field, operand, unfinished=name == "prefix")
        return schema_of(field.type)

    return filled(template, piece)


def operand_of(
    context: Context, field: Field, input_value: InputValue, bound: values.Bound | None = None, key: str = ""
) -> Fragment:
    """A value of the column's type, or for the operator containsValue one that lies in a range: looked at here where
    that says all.
    """
    kind = field.type
    if kind.category == "geometry":
        srid, schema = int(field.params.get("srid", operands.WORLD)), schema_of(kind)
        operand = context.param(input_value, values.bounded(operands.GeoJson(srid, kind.expects), bound))
        return sql("{}st_setsrid({}st_geomfromgeojson({}::text), {})", schema, schema, operand, number(srid))
    if kind.category == "range":
        if key != "containsValue":
            return sql("({}::text::{})", context.param(input_value, _range_of(context, kind)), pg_type(kind))
        kind = context.catalog.types[operands.RANGES[kind.name]]
    if field.is_reference or kind.takes is not None:
        return sql("({}::text::{})", context.param(input_value, _text_of(field, kind)), pg_type(kind))
    return value_of(context, field, input_value, bound)


def _text_of(field: Field, kind: FieldType) -> Encode:
    return values.as_id if field.is_reference or kind.category == "uuid" else operands.text_of(kind)


def _one_of(context: Context, field: Field, column: Fragment, key: str, input_value: InputValue) -> Fragment:
    kind = pg_type(field)
    items = context.param(input_value, operands.Texts(_item_of(context, field)))
    if field.type.compared_as is None:
        return _among(column, items, kind, key)
    one = compared(field, sql("_v"))
    if key == "notIn":
        return _outside(compared(field, column), one, items, kind)
    template = "{} = any (array(select {} from unnest({}::text[]::{}[]) _v))"
    return sql(template, compared(field, column), one, items, kind)


def _item_of(context: Context, field: Field) -> Encode:
    """How an item of a list of operands becomes the text of a value."""
    match field.type.category:
        case "json":
            return values.as_json
        case "range":
            return _range_of(context, field.type)
    return _text_of(field, field.type)


def _among(column: Fragment, items: Param, kind: Fragment, key: str) -> Fragment:
    if key == "notIn":
        return _outside(column, sql("_v"), items, kind)
    return sql("{} = any (({}::text[])::{}[])", column, items, kind)


def _outside(column: Fragment, one: Fragment, items: Param, kind: Fragment) -> Fragment:
    """Not among the items, `one` being made of each, _v. They are converted and hashed once, whatever the plan; an
    array would be gone through for each row.
    """
    return sql("(({} in (select {} from unnest(({}::text[])::{}[]) _v)) is not true)", column, one, items, kind)


def _range_of(context: Context, kind: FieldType) -> Encode:
    return operands.Range(operands.text_of(context.catalog.types[operands.RANGES[kind.name]]), kind.expects)


def _items(
    context: Context, kind: FieldType, input_value: InputValue, bound: values.Bound | None, key: str
) -> Fragment:
    """A list, or for `has` one item of it, as the column has it."""
    item = context.catalog.types[kind.item or ""]
    one = values.as_id if item.category == "uuid" else operands.text_of(item)
    if key == "has":
        return _typed(context.param(input_value, one), "text", item)
    many = operands.Texts(one) if key in ("eq", "ne") else operands.Set(one)
    return _typed(context.param(input_value, values.bounded(many, bound)), "text[]", kind)


def _typed(text: Param, sent: LiteralString, kind: FieldType) -> Fragment:
    cast = sql("{}::" + sent, text)
    return cast if sent == kind.pg_type else sql("({})::{}", cast, pg_type(kind))


def _near(context: Context, field: Field, column: Fragment, input_value: InputValue) -> Fragment:
    to, distance = input_value.get("to"), input_value.get("distance")
    assert to is not None
    assert distance is not None
    schema = schema_of(field.type)
    most = sql("{}::double precision", context.param(distance, values.as_float))
    point = operand_of(
        context, field, to, None if field.type.category == "vector" else bound_of(context, "near", "near")
    )
    if field.type.category == "vector":
        return sql("({} operator({}<=>) {}) <= {}", column, schema, point, most)
    globe = globe_of(field)
    return sql("{}st_dwithin({}{}, {}{}, {})", schema, column, globe, point, globe, most)


def globe_of(field: Field) -> Fragment:
    """A cast, for distances in metres on the globe; empty where coordinates are not degrees: in their own units."""
    if field.params.get("srid", operands.WORLD) != operands.WORLD:
        return EMPTY
    return sql("::{}geography", schema_of(field.type))


_JSON_OTHERS = {"eq": "{} = {}", "ne": "{} is distinct from {}", "contains": "{} @> {}"}
_JSON_COMPARE = {"lt": sql("<"), "lte": sql("<="), "gt": sql(">"), "gte": sql(">=")}


def conjuncts(context: Context, cls: Class, input_value: InputValue) -> Iterator[tuple[str, Any, InputValue]]:
    """What must all hold: the key, what it is said of (None for what joins conditions), what is said."""
    inputs = context.inputs(context.api.classes.filters.filter, cls)
    for key, value in input_value.items():
        if value.is_null:
            continue
        if key == "and":
            for element in value.elements():
                if not element.is_null:
                    yield from conjuncts(context, cls, element)
        else:
            yield key, None if key in ("or", "not", "isNull") else inputs[key].source, value


def implied(context: Context, cls: Class, input_value: InputValue) -> Iterator[tuple[Field, InputValue]]:
    """Fields of the things themselves, each with operators that hold wherever the filter does: of a reference those of
    the id that it points to.
    """
    for _, field, value in conjuncts(context, cls, input_value):
        if not isinstance(field, Field) or field.is_many:
            continue
        operands = value.get("id") if field.is_reference and field.target is not None else value
        if operands is not None and not operands.is_null:
            yield field, operands


def same_references(context: Context, rows: Scope, input_value: InputValue) -> Iterator[tuple[str, Fragment]]:
    """The columns of references that a filter holds to one thing, each with the id of that."""
    for field, operators_of in implied(context, rows.cls, input_value):
        operand = operators_of.get("eq") if field.is_reference else None
        if operand is not None and not operand.is_null and field.column is not None:
            yield field.column, operand_of(context, rows.fields["id"], operand)


def is_narrow(context: Context, rows: Scope, input_value: InputValue) -> bool:
    """Whether an index finds the few rows that a filter leaves: an equality is among its conditions."""
    inputs = context.inputs(context.api.classes.filters.filter, rows.cls)
    return any(_is_narrow(inputs[key].source, value) for key, value in input_value.items() if key in inputs)


def _is_narrow(source: Any, input_value: InputValue) -> bool:
    if input_value.is_null or not isinstance(source, Field) or source.is_many or not is_indexed(source):
        return False
    said = input_value.get("id") if source.is_reference and source.target is not None else input_value
    return said is not None and not said.is_null and any(k in ("eq", "in") and not v.is_null for k, v in said.items())


def is_indexed(field: Field) -> bool:
    """Whether an index finds the rows that have a value of it."""
    return field.indexed or field.is_reference or field.name == "id" or field.rules.get("unique") is True


def _at(context: Context, field: Field, column: Fragment, input_value: InputValue) -> Fragment | None:
    path = input_value.get("path")
    assert path is not None
    place = sql("({} #> {}::text[])", column, context.param(path, values.as_texts))
    conditions: list[Fragment | None] = []
    sought = input_value.get("eq")
    if sought is not None and not sought.is_null and field.indexed:  # what the index knows of it
        wider = sql("({}::text)::jsonb", context.param(input_value, operands.containing_at))
        conditions.append(sql("({} is null or {} @> {})", wider, column, wider))
    for key, value in input_value.items():
        if key == "path" or (key == "isNull" and value.is_null):
            continue
        if key == "isNull" or (value.is_null and key in ("eq", "ne")):
            empty = sql("coalesce({} = 'null', true)", place)
            conditions.append(empty if key == "eq" or (key == "isNull" and value.value) else sql("not {}", empty))
            continue
        if value.is_null:
            raise _no_null(key)
        if key in ("in", "notIn"):
            conditions.append(_among(place, context.param(value, operands.Texts(values.as_json)), sql("jsonb"), key))
            continue
        bound = bound_of(context, key, OPERATORS["json"][key].bound) if key == "contains" else None
        operand = sql("({}::text)::jsonb", context.param(value, values.bounded(values.as_json, bound)))
        if key in _JSON_COMPARE:
            alike = sql("jsonb_typeof({}) = jsonb_typeof({})", place, operand)
            conditions.append(sql("({} and {} {} {})", alike, place, _JSON_COMPARE[key], operand))
        else:
            conditions.append(sql(_JSON_OTHERS[key], place, operand))
    return conjunction(conditions) or None
