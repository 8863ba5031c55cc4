"""Types that every tenant has: scalars, paging, filters and aggregates of scalars. They follow from the field types."""

from collections.abc import Iterable, Mapping

from py_api.catalog.model import FieldType
from py_api.schema import naming as n
from py_api.schema.definitions import Definition, EnumValue, Input, Kind, Output, inputs, outputs
from py_api.schema.sources import EventPart, Part

SCALARS: Mapping[str, tuple[str, str | None]] = {
    "BigInt": ("A whole number of 64 bits: a string in responses, since JSON numbers lose digits beyond 2^53.", None),
    "Decimal": ("An exact decimal number: a string in responses; numbers and strings are taken.", None),
    "Date": ("A calendar day like 2024-02-29.", "https://scalars.graphql.org/andimarek/local-date.html"),
    "Time": ("A time of day like 23:59:00.", "https://scalars.graphql.org/apollographql/localtime-v0.1.html"),
    "DateTime": (
        "A point in time like 2024-02-29T23:59:00Z.",
        "https://scalars.graphql.org/andimarek/date-time.html",
    ),
    "UUID": ("A universally unique identifier.", "https://www.rfc-editor.org/rfc/rfc9562"),
    "JSON": ("Any JSON value.", "https://www.rfc-editor.org/rfc/rfc8259"),
    "GeoJSON": ("A geometry as a GeoJSON object.", "https://www.rfc-editor.org/rfc/rfc7946"),
    "DateKey": (
        "What groups by a date have in common: its value; the first day of a period, or of hours and minutes the time "
        "that they begin; of a part that comes again, like WEEKDAY, its number.",
        None,
    ),
    "Range": ('A range: {"from", "to", "bounds"}; bounds is "[)" when absent, "empty" for the empty range.', None),
}
SYSTEM = (  # the fields that every class has: name, column, type, description
    ("id", "id", "reference", "Unique among all things of the tenant."),
    ("version", "version", "integer", "Counts the changes; pass it to update only what you have seen."),
    ("createdAt", "created_at", "datetime", "When it was made."),
    ("updatedAt", "updated_at", "datetime", "When it was changed last."),
    ("createdBy", "created_by", "text", "Who made it."),
    ("updatedBy", "updated_by", "text", "Who changed it last."),
)
BUILT_IN = ("Int", "Float", "String", "Boolean", "ID")
ORDER_DIRECTION = "OrderDirection"
DIRECTIONS = ("ASC", "ASC_NULLS_FIRST", "ASC_NULLS_LAST", "DESC", "DESC_NULLS_FIRST", "DESC_NULLS_LAST")

# Operator of thing.field_types -> type of its operand; {} is the scalar of the field. OPERANDS_OF comes first.
OPERANDS: Mapping[str, str] = {
    "eq": "{}", "ne": "{}", "lt": "{}", "lte": "{}", "gt": "{}", "gte": "{}", "in": "[{}!]", "notIn": "[{}!]",
    "isNull": "Boolean", "contains": "{}", "startsWith": "String", "endsWith": "String", "like": "String",
    "ieq": "String", "iin": "[String!]", "icontains": "String", "istartsWith": "String", "iendsWith": "String",
    "ilike": "String", "search": "String", "searchPrefix": "String",
    "similar": "String", "has": "{}", "hasAny": "[{}!]", "hasAll": "[{}!]",
    "hasKey": "String", "at": "JSONAtFilter", "intersects": "GeoJSON", "within": "GeoJSON", "overlaps": "{}",
    "containedBy": "{}", "ancestorOf": "String", "descendantOf": "String", "matches": "String",
}  # fmt: skip
OPERANDS_OF: Mapping[tuple[str, str], str] = {
    ("geometry", "near"): "GeoJSONNearFilter",
    ("vector", "near"): "VectorNearFilter",
    ("text", "contains"): "String",
    ("list", "eq"): "[{}!]",
    ("list", "ne"): "[{}!]",
}
VALUES_IN_RANGE = {
    "integerRange": "BigInt",
    "decimalRange": "Decimal",
    "dateRange": "Date",
    "datetimeRange": "DateTime",
}
TEXTS: Mapping[str, str] = {
    "eq": "Is this; null: has no value.",
    "ne": "Is not this, or has no value.",
    "in": "Is one of these.",
    "notIn": "Is none of these, or has no value.",
    "isNull": "Has no value.",
    "has": "Has this among its items.",
    "hasAny": "Has one of these or more.",
    "hasAll": "Has all of these.",
    "contains": "Contains this.",
    "startsWith": "Begins with this.",
    "endsWith": "Ends with this.",
    "like": "Matches a pattern: % any text, _ any character.",
    "ieq": "Is this, whatever the case of its letters.",
    "iin": "Is one of these, whatever the case.",
    "icontains": "Contains this, whatever the case.",
    "istartsWith": "Begins with this, whatever the case.",
    "iendsWith": "Ends with this, whatever the case.",
    "ilike": "Matches a pattern, whatever the case.",
    "search": 'Has these words, whatever case and accents, in the language of web searches: red "big lamp" or -blue.',
    "searchPrefix": "Has these words, the last of them as far as it is typed: wor finds world.",
    "similar": "Has a word like this one, by trigrams: finds misspelled words too, whatever case and accents.",
    "hasKey": "Is an object with this key.",
    "at": "What stands at a path.",
    "near": "Lies no farther than a distance.",
    "matches": "Matches an lquery like Top.*.Astronomy.",
}
SEARCH_OPERATORS = {"search", "searchPrefix", "similar"}
RANK = "_rank"  # key of each orderBy (no field has such a name)
HIGHLIGHT = "Highlight"
FIND, CANDIDATES = "Find", 100


def filter_name(field_type: FieldType, searchable: bool = False) -> str:
    """The filter of a type that has no enum of its own."""
    if field_type.category in ("tree", "vector"):
        return f"{field_type.category.capitalize()}Filter"
    if field_type.category == "range":
        return f"{field_type.name[0].upper()}{field_type.name[1:]}Filter"
    if field_type.item is not None:
        return item_scalar(field_type.scalar) + n.LIST_FILTER
    return f"{'Searchable' if searchable else ''}{field_type.scalar}Filter"


def item_scalar(scalar: str) -> str:
    """Of a list's scalar ("[Int!]") that of its items; of another itself."""
    return scalar.strip("[]!")


def filter_inputs(field_type: FieldType, scalar: str, searchable: bool = False) -> dict[str, Input]:
    """scalar: of a value, or of a list's item. source of each: the operator's name."""

    def operand(operator: str) -> str:
        if operator == "containsValue":
            return VALUES_IN_RANGE[field_type.name]
        template = OPERANDS_OF.get((field_type.category, operator)) or OPERANDS[operator]
        return template.format(scalar)

    names = [o for o in field_type.operators if o not in SEARCH_OPERATORS or (searchable and field_type.searchable)]
    return inputs(Input(name, operand(name), TEXTS.get(name), source=name) for name in names)


# Aggregates: scalar -> name -> type of the result. What is not here can be counted only.
_ORDERED = ("min", "max")
_SPREAD = dict.fromkeys(("stddev", "variance", "median"), "Decimal")
AGGREGATES: Mapping[str, Mapping[str, str]] = {
    scalar: {"count": "Int!", "distinct": "Int!", **more}
    for scalar, more in {
        "Int": {"sum": "BigInt", "avg": "Decimal", "min": "Int", "max": "Int", **_SPREAD},
        "BigInt": {"sum": "Decimal", "avg": "Decimal", "min": "BigInt", "max": "BigInt", **_SPREAD},
        "Decimal": {"sum": "Decimal", "avg": "Decimal", "min": "Decimal", "max": "Decimal", **_SPREAD},
        "Float": dict.fromkeys(("sum", "avg", "min", "max", *_SPREAD), "Float"),
        **{scalar: dict.fromkeys(_ORDERED, scalar) for scalar in ("String", "Date", "Time", "DateTime")},
        "Boolean": {"any": "Boolean", "all": "Boolean", "share": "Float"},
        "Value": {},
    }.items()
}
# What takes arguments. Values themselves are shown only, neither compared nor sorted by.
PERCENTILE, PERCENTILE_TYPE = "percentile", "Percentile"
_SHARE = Input("p", "Float!", "From 0 to 1: 0.9 for the 90th percentile.")
_MOST = Input("first", "Int!", "At most so many of them; distinct says how many there are.")
AGGREGATE_TEXTS = {
    "count": "How many have a value.",
    "distinct": "How many different values.",
    "sum": "The sum of the values; null without any.",
    "avg": "The mean of the values.",
    "min": "The least value.",
    "max": "The greatest value.",
    "stddev": "The standard deviation of the values as a sample; null for fewer than two.",
    "variance": "The variance of the values as a sample; null for fewer than two.",
    "median": "The value in the middle; of two, their mean.",
    "any": "Is one or more true?",
    "all": "Are all true?",
    "share": "How many of those that have a value are true, from 0 to 1.",
}


def aggregate_scalar(field_type: FieldType) -> str:
    """Which of AGGREGATES a type has."""
    plain = field_type.category in ("text", "number", "date", "time", "datetime", "boolean")
    return field_type.scalar if plain and field_type.scalar in AGGREGATES else "Value"


def _scalars() -> Iterable[Definition]:
    for name, (text, url) in SCALARS.items():
        yield Definition(Kind.SCALAR, name, text, specified_by=url)


def _paging() -> Iterable[Definition]:
    yield Definition(
        Kind.INTERFACE,
        n.NODE,
        "A thing of any class.",
        outputs=outputs([Output("id", "ID!", Part("id"), (), "Unique among all things of the tenant.")]),
    )
    yield Definition(
        Kind.OBJECT,
        "PageInfo",
        "Where a page stands in the list (Relay).",
        outputs=outputs(
            [
                Output("hasNextPage", "Boolean!", Part("hasNextPage"), (), "Is there more after this page?"),
                Output("hasPreviousPage", "Boolean!", Part("hasPreviousPage"), (), "Is there more before this page?"),
                Output(
                    "startCursor", "String", Part("startCursor"), (), "Cursor of the first item: pass it as before."
                ),
                Output("endCursor", "String", Part("endCursor"), (), "Cursor of the last item: pass it as after."),
            ]
        ),
    )
    yield Definition(
        Kind.INPUT,
        FIND,
        "What is looked for by words, by meaning, or both: the best of each, joined by their ranks.",
        inputs=inputs(
            [
                Input("text", "String", "Words, as search takes them, in all searchable fields.", source="text"),
                Input("vector", "[Float!]", "Nearest to this in the first field that is a vector.", source="vector"),
                Input("candidates", "Int", f"So many of each at most. Default: {CANDIDATES}.", source="candidates"),
            ]
        ),
    )
    yield Definition(
        Kind.OBJECT,
        HIGHLIGHT,
        "A field of a thing with the words marked that a search found.",
        outputs=outputs(
            [
                Output("field", "String!", Part("field"), (), "Its name."),
                Output(
                    "html",
                    "String",
                    Part("html"),
                    (),
                    "Its text as HTML, escaped, each word found in <mark>: of a long one what is around the first.",
                ),
            ]
        ),
    )
    yield Definition(
        Kind.ENUM,
        ORDER_DIRECTION,
        "How to sort. ASC puts things without a value last, DESC first, unless it is said otherwise.",
        values=tuple(EnumValue(name) for name in DIRECTIONS),
    )
    yield Definition(
        Kind.OBJECT,
        "NodeConnection",
        "Things of any class.",
        outputs=outputs(
            [
                Output("nodes", "[Node!]!", Part("nodes")),
                Output("totalCount", "Int!", Part("totalCount"), (), "How many there are in all."),
            ]
        ),
    )
    several = f"[{n.NODE}{n.UNIQUE_INPUT}!]"
    yield Definition(
        Kind.INPUT,
        n.NODE + n.UNIQUE_INPUT,
        "One thing of any class.",
        inputs=inputs([Input("id", "ID", "Its id.")]),
        one_of=True,
    )
    yield Definition(
        Kind.INPUT,
        "NodeLinkInput",
        "What a reference to a thing of any class points to.",
        inputs=inputs(
            [
                Input("connect", n.NODE + n.UNIQUE_INPUT, "A thing that is there.", source="connect"),
                Input("disconnect", "Boolean", "To nothing any more.", source="disconnect"),
            ]
        ),
    )
    yield Definition(
        Kind.INPUT,
        "NodeLinksInput",
        "References to things of any class.",
        inputs=inputs(
            [
                Input("connect", several, "Things to refer to as well.", source="connect"),
                Input("disconnect", several, "Things to refer to no more.", source="disconnect"),
                Input("set", several, "Exactly these.", source="set"),
            ]
        ),
    )


def _filters(types: Mapping[str, FieldType]) -> Iterable[Definition]:
    seen: set[str] = set()
    id_type = types["reference"]
    for field_type in types.values():
        if field_type.pg_type is None or field_type.scalar in ("Enum", "[Enum!]"):
            continue
        for searchable in (False, True) if field_type.category == "text" else (False,):
            name = filter_name(field_type, searchable)
            if name not in seen:
                seen.add(name)
                scalar = item_scalar(field_type.scalar) if field_type.item else field_type.scalar
                yield Definition(Kind.INPUT, name, inputs=filter_inputs(field_type, scalar, searchable))
    yield Definition(
        Kind.INPUT,
        "IDListFilter",
        "By the ids of the things referred to.",
        inputs=inputs(
            [
                Input("some", "IDFilter", "At least one is so.", source="some"),
                Input("every", "IDFilter", "None is otherwise.", source="every"),
                Input("none", "IDFilter", "None is so.", source="none"),
                Input("count", "IntFilter", "How many there are.", source="count"),
            ]
        ),
    )
    assert id_type.scalar == "ID"
    yield Definition(
        Kind.INPUT,
        "JSONAtFilter",
        "What stands at a path of a JSON value.",
        inputs=inputs(
            [
                Input("path", "[String!]!", "Keys, and positions from 0, from the outside in.", source="path"),
                Input("eq", "JSON", "Is this; null: is absent, or null.", source="eq"),
                Input("ne", "JSON", "Is not this, or is absent; null: is there, and not null.", source="ne"),
                Input("in", "[JSON!]", "Is one of these.", source="in"),
                Input("notIn", "[JSON!]", "Is none of these, or is absent.", source="notIn"),
                *(
                    Input(name, "JSON", "Compares numbers with numbers and texts with texts.", source=name)
                    for name in ("lt", "lte", "gt", "gte")
                ),
                Input("contains", "JSON", "Contains this.", source="contains"),
                Input("isNull", "Boolean", "Is absent, or null.", source="isNull"),
            ]
        ),
    )
    if "geometry" in types:
        yield Definition(
            Kind.INPUT,
            "GeoJSONNearFilter",
            inputs=inputs(
                [
                    Input("to", "GeoJSON!", "From where.", source="to"),
                    Input(
                        "distance",
                        "Float!",
                        "How far: metres on the globe, or units of the SRID.",
                        source="distance",
                    ),
                ]
            ),
        )
        yield _nearest("GeoJSON", "GeoJSON!")
    if "vector" in types:
        yield Definition(
            Kind.INPUT,
            "VectorNearFilter",
            inputs=inputs(
                [
                    Input("to", "[Float!]!", "From where.", source="to"),
                    Input("distance", "Float!", "How far at most: cosine distance, 0 to 2.", source="distance"),
                ]
            ),
        )
        yield _nearest("Vector", "[Float!]!")


def _nearest(name: str, value: str) -> Definition:
    return Definition(
        Kind.INPUT,
        f"{name}OrderBy",
        "Nearest first.",
        inputs=inputs([Input("nearestTo", value, "From where.", source="nearestTo")]),
    )


# Groups by a part of a date: from the first to the next one, or by a number that comes again.
DATE_KEY, DATE_PART, DATETIME_PART = "DateKey", "DatePart", "DateTimePart"
DATE_PARTS: Mapping[str, str] = {
    "YEAR": "From the first of January.",
    "QUARTER": "From the first of January, April, July or October.",
    "MONTH": "From the first of the month.",
    "WEEK": "From Monday.",
    "DAY": "The day.",
    "QUARTER_OF_YEAR": "1 to 4.",
    "MONTH_OF_YEAR": "1 to 12.",
    "WEEK_OF_YEAR": "1 to 53, as ISO 8601 counts.",
    "DAY_OF_MONTH": "1 to 31.",
    "WEEKDAY": "1 is Monday, 7 Sunday.",
}
TIME_PARTS: Mapping[str, str] = {
    "HOUR": "From the full hour: the two of a night that has one twice are two.",
    "MINUTE": "From the full minute.",
    "HOUR_OF_DAY": "0 to 23.",
}
KEY_END = Input("end", "Boolean", "Where the period or the range ends, which is not part of it; null: nowhere.")
_FILL = "Also groups without things, from the first to the last one."


def by_part(field_type: FieldType) -> Input:
    part = DATE_PART if field_type.category == "date" else DATETIME_PART
    return Input("by", part, "Of which part, where the date is grouped by several.")


def grouped_by(field_type: FieldType) -> str:
    """The input that says how to group by a value."""
    return field_type.scalar + n.GROUP_BY if field_type.category in ("date", "datetime", "number") else "Boolean"


def _groupings() -> Iterable[Definition]:
    for name, parts in ((DATE_PART, DATE_PARTS), (DATETIME_PART, {**DATE_PARTS, **TIME_PARTS})):
        values = tuple(EnumValue(value, text) for value, text in parts.items())
        yield Definition(Kind.ENUM, name, "A part of a date that groups are made by.", values=values)
    zone = Input("zone", "String", 'Where the days begin: a name like "Europe/Oslo". Default: "UTC".', source="zone")
    for scalar, part, more in (("Date", DATE_PART, ()), ("DateTime", DATETIME_PART, (zone,))):
        by = Input("by", part, "Which part of it. Default: the value itself.", source="by")
        yield Definition(
            Kind.INPUT,
            scalar + n.GROUP_BY,
            "Groups by a date: {} for each value.",
            inputs=inputs((by, *more, Input("fill", "Boolean", _FILL, source="fill"))),
        )
    for scalar in ("Int", "BigInt", "Decimal", "Float"):
        yield Definition(
            Kind.INPUT,
            scalar + n.GROUP_BY,
            "Groups by a number: {} for each value.",
            inputs=inputs(
                (
                    Input("width", scalar, "By ranges of this width; one begins at 0.", source="width"),
                    Input("bounds", f"[{scalar}!]", "By ranges from each of these to the next.", source="bounds"),
                    Input("fill", "Boolean", _FILL, source="fill"),
                )
            ),
        )


def _chosen_values(scalar: str, ordered: bool) -> Iterable[Output]:
    """What shows single values."""
    if ordered:
        text = "The least value that a share of all values does not exceed."
        yield Output(PERCENTILE, scalar, Part(PERCENTILE), (_SHARE,), text)
    yield Output("first", scalar, Part("first"), (), "Of the first thing that has one, by the orderBy of `fields`.")
    yield Output("last", scalar, Part("last"), (), "Of the last thing that has one, by the orderBy of `fields`.")
    yield Output("values", f"[{scalar}!]!", Part("values"), (_MOST,), "The different values, ascending.")


def _aggregates() -> Iterable[Definition]:
    share = _SHARE._replace(source="p")
    direction = Input("order", f"{ORDER_DIRECTION}!", source="order")
    by_percentile = PERCENTILE_TYPE + n.ORDER_BY
    yield Definition(Kind.INPUT, by_percentile, "By a percentile of the values.", inputs=inputs((share, direction)))
    for scalar, results in AGGREGATES.items():
        measured = "min" in results
        yield Definition(
            Kind.OBJECT,
            f"{scalar}Aggregate",
            outputs=outputs(
                [
                    *(Output(name, result, Part(name), (), AGGREGATE_TEXTS[name]) for name, result in results.items()),
                    *_chosen_values("JSON" if scalar == "Value" else scalar, measured),
                ]
            ),
        )
        having = [Input(name, f"{result.removesuffix('!')}Filter", source=name) for name, result in results.items()]
        order = [Input(name, ORDER_DIRECTION, source=name) for name in results]
        if measured:
            of_percentile = scalar + PERCENTILE_TYPE + n.HAVING
            value = Input("value", f"{scalar}Filter!", "What holds for it.", source="value")
            yield Definition(Kind.INPUT, of_percentile, "A percentile of the values.", inputs=inputs((share, value)))
            having.append(Input(PERCENTILE, of_percentile, source=PERCENTILE))
            order.append(Input(PERCENTILE, by_percentile, source=PERCENTILE))
        yield Definition(Kind.INPUT, f"{scalar}Having", inputs=inputs(having))
        yield Definition(Kind.INPUT, f"{scalar}AggregateOrderBy", inputs=inputs(order))


ON_CONFLICT, WRITE_OUTCOME = "OnConflict", "WriteOutcome"


def _writes() -> Iterable[Definition]:
    yield Definition(
        Kind.ENUM,
        ON_CONFLICT,
        "What becomes of a new thing where one of the same key is there already.",
        values=(
            EnumValue("UPDATE", "The one that is there gets what is given."),
            EnumValue("IGNORE", "The one that is there stays as it is."),
        ),
    )
    yield Definition(
        Kind.ENUM,
        WRITE_OUTCOME,
        "What became of a thing.",
        values=(
            EnumValue("CREATED"),
            EnumValue("UPDATED"),
            EnumValue("IGNORED", "One of the same key was there already, and stays as it is."),
            EnumValue("DELETED"),
        ),
    )


EVENT_OPERATION, EVENT_TRANSITION = "EventOperation", "EventTransition"


def event_outputs(thing: str, snapshot: str) -> dict[str, Output]:
    """The fields of an event. thing: the type of the things that change; snapshot: of what they were before."""
    note = "Its own values are those of that moment; what they refer to is looked up at delivery."
    fields = (
        ("operation", f"{EVENT_OPERATION}!", "What was done."),
        ("transition", f"{EVENT_TRANSITION}!", "What it means for the things of the filter."),
        ("thingId", "ID!", "Which thing."),
        ("version", "Int", "Of the thing, after the change; null for LINKED and UNLINKED, which do not count."),
        ("class", "String!", "The thing's very class."),
        ("changed", "[String!]!", "The fields whose values differ; for LINKED and UNLINKED the reference."),
        ("target", "ID", "The thing at the other end, for LINKED and UNLINKED."),
        ("thing", thing, f"The thing right after the change; null after DELETED. {note}"),
        ("previous", snapshot, f"The thing right before the change; null for CREATED. {note}"),
        ("at", "DateTime!", "When it was done."),
        ("actor", "String!", "Who did it."),
        ("cursor", "String!", "Pass it as after to go on from here."),
    )
    return outputs(Output(name, kind, EventPart(name), (), text) for name, kind, text in fields)


def _events(types: Mapping[str, FieldType]) -> Iterable[Definition]:
    yield Definition(
        Kind.ENUM,
        EVENT_OPERATION,
        "What can be done to a thing.",
        values=(
            EnumValue("CREATED"),
            EnumValue("UPDATED"),
            EnumValue("DELETED"),
            EnumValue("LINKED", "A to-many reference leads to one more thing."),
            EnumValue("UNLINKED", "A to-many reference leads to one thing less."),
        ),
    )
    yield Definition(
        Kind.ENUM,
        EVENT_TRANSITION,
        "Where a change leaves a thing with respect to the filter. Without a filter it concerns every thing.",
        values=(
            EnumValue("ENTERED", "It is among what the filter takes, and was not before."),
            EnumValue("STAYED", "It was, and is, among what the filter takes."),
            EnumValue("LEFT", "It was among what the filter takes, and is no more."),
        ),
    )
    yield Definition(
        Kind.INTERFACE,
        n.ANY_SNAPSHOT,
        "A thing of any class as it was at a moment. It is not the thing itself: it has no id.",
        outputs=outputs(
            Output(name, f"{types[kind].scalar}!", Part(name), (), text)
            for name, _, kind, text in SYSTEM
            if name != "id"
        ),
    )
    text = "A change of a thing of any class."
    yield Definition(Kind.OBJECT, "ThingEvent", text, outputs=event_outputs(n.NODE, n.ANY_SNAPSHOT))


def static_definitions(types: Mapping[str, FieldType]) -> dict[str, Definition]:
    """Name -> definition."""
    definitions = (
        *_scalars(),
        *_paging(),
        *_filters(types),
        *_groupings(),
        *_aggregates(),
        *_writes(),
        *_events(types),
    )
    return {definition.name: definition for definition in definitions}
