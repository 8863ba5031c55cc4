"""Three readings of a rule hold each other: the compiled predicate, the interpreter (thing.validate), the real INSERT.

Random rules on fields of every category, random rows: a row goes in exactly when validate finds nothing, and a refused
row reports exactly what validate found. A rule set that the registry refuses is not counted: see tests/sql/rules.
A value of the wrong type is left to validate: what SQL itself would cast is no question of rules.
"""

import json
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.support.examples import examples

Draw = st.DrawFn

TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            "a",
            "ab",
            "abc",
            "AB-1234",
            "a@b.co",
            "http://x.y",
            "2024-02-29",
            "é",
            "e\u0301",
            "😀😀",
            "A\n",
            "'",
            "\\",
            "{}",
            "%s",
            "slug-1",
        ]
    ),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12),
)
PATTERNS = st.sampled_from(
    [
        "^a",
        "b$",
        "^[A-Z]{2}-[0-9]{4}$",
        "^(?:a|b)*$",
        "(?i)^AB",
        r"^\w+$",
        r"^\d{1,3}$",
        "^.{1,2}$",
        "^$",
        r"[^\s]",
        r"\{",
        "'",
    ]
)
FORMATS = st.sampled_from(
    ["email", "url", "uuid", "hostname", "ipv4", "ipv6", "date", "phone", "slug", "color", "semver"]
)
LENGTHS = st.integers(0, 8)
INTEGERS = st.one_of(st.integers(-20, 20), st.sampled_from([2**31 - 1, -(2**31)]))
FLOATS = st.one_of(
    st.sampled_from([0, 0.1, 0.3, -0.5, 1.5, 1e300, 5e-324, 2, 100]),
    st.integers(-20, 20),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)
DECIMALS = st.one_of(
    st.sampled_from(["0", "0.1", "0.30", "-0.5", "1.005", "1e3", "12345678901234567890.123456789"]),
    st.integers(-20, 20),
)
SMALL_DECIMALS = st.one_of(st.sampled_from(["0", "0.1", "0.30", "-0.5", "1.005", "NaN", "99.99"]), st.integers(-20, 20))
DATES = st.one_of(st.sampled_from(["2024-02-29", "1999-12-31", "2000-01-01"]), st.dates().map(str))
DATETIMES = st.one_of(
    st.sampled_from(["2024-02-29T12:00:00Z", "1999-12-31T23:59:59.5+02:00"]),
    st.datetimes().map(lambda d: d.isoformat() + "Z"),
)
TIMES = st.times().map(str)
CHOICES = st.sampled_from(["red", "green", "blue"])
LISTS = st.lists(st.one_of(CHOICES, st.just("pink")), max_size=4)
JSONS = st.one_of(
    LISTS,
    st.lists(st.integers(0, 3), max_size=4),
    st.dictionaries(CHOICES, st.integers()),
    st.text("ab", max_size=2),
    st.integers(),
    st.booleans(),
)
RELATIVE = st.sampled_from(["today", "now", "today-P18Y", "now+PT1H", "-P1Y2M3D"])

# field -> (type, values, {rule: arguments})
_number = ("min", "max", "exclusiveMin", "exclusiveMax")
_text = {
    "minLength": LENGTHS,
    "maxLength": LENGTHS,
    "pattern": PATTERNS,
    "format": FORMATS,
    "oneOf": st.lists(TEXTS, min_size=1, max_size=3),
}


def _items_of(values: st.SearchStrategy[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Rules of the items of a list of numbers."""
    some = {**dict.fromkeys(_number, values), "multipleOf": st.sampled_from([1, 2, 5])}
    listed = st.lists(values, min_size=1, max_size=3)
    return st.fixed_dictionaries({}, optional={**some, "oneOf": listed, **more})


FIELDS: dict[str, tuple[str, st.SearchStrategy[Any], dict[str, st.SearchStrategy[Any]]]] = {
    "text": ("text", TEXTS, _text),
    "mail": ("email", TEXTS, {**_text, "format": st.none()}),
    "site": ("url", TEXTS, {"maxLength": LENGTHS}),
    "whole": (
        "integer",
        INTEGERS,
        {
            **dict.fromkeys(_number, INTEGERS),
            "multipleOf": st.integers(1, 5),
            "oneOf": st.lists(INTEGERS, min_size=1, max_size=3),
        },
    ),
    "big": (
        "bigint",
        st.one_of(INTEGERS, st.just(2**53 + 1)),
        {**dict.fromkeys(_number, INTEGERS), "multipleOf": st.integers(1, 5)},
    ),
    "exact": (
        "decimal",
        st.one_of(DECIMALS, SMALL_DECIMALS),
        {
            **dict.fromkeys(_number, DECIMALS),
            "multipleOf": st.sampled_from([0.1, 0.5, "0.25", 3]),
            "precision": st.sampled_from([{"precision": 3, "scale": 1}, {"precision": 2}]),
            "finite": st.none(),
            "oneOf": st.lists(DECIMALS, min_size=1, max_size=3),
        },
    ),
    "rate": ("float", FLOATS, {**dict.fromkeys(_number, FLOATS), "multipleOf": st.sampled_from([0.1, 0.5, 3])}),
    "flag": ("boolean", st.booleans(), {}),
    "day": (
        "date",
        st.one_of(DATES, st.just("infinity")),
        {**dict.fromkeys(_number, st.one_of(DATES, RELATIVE)), "oneOf": st.lists(DATES, min_size=1, max_size=2)},
    ),
    "clock": ("time", TIMES, dict.fromkeys(_number, TIMES)),
    "moment": ("datetime", DATETIMES, dict.fromkeys(_number, st.one_of(DATETIMES, RELATIVE))),
    "code": ("uuid", st.uuids().map(str), {"oneOf": st.lists(st.uuids().map(str), min_size=1, max_size=2)}),
    "data": ("json", JSONS, {"minItems": LENGTHS, "maxItems": LENGTHS, "uniqueItems": st.just(True)}),
    "color": (
        "select",
        st.one_of(CHOICES, st.just("pink")),
        {"oneOf": st.one_of(st.none(), st.lists(CHOICES, min_size=1, max_size=2))},
    ),
    "colors": ("multiselect", LISTS, {"minItems": LENGTHS, "maxItems": LENGTHS, "uniqueItems": st.just(True)}),
    "words": (
        "textList",
        st.lists(TEXTS, max_size=4),
        {"minItems": LENGTHS, "uniqueItems": st.just(True), "items": st.fixed_dictionaries({}, optional=_text)},
    ),
    "wholes": (
        "integerList",
        st.lists(INTEGERS, max_size=4),
        {"maxItems": LENGTHS, "uniqueItems": st.just(True), "items": _items_of(INTEGERS)},
    ),
    "exacts": (
        "decimalList",
        st.lists(DECIMALS | SMALL_DECIMALS, max_size=3),
        {"items": _items_of(DECIMALS, precision=st.sampled_from([{"precision": 3, "scale": 1}, {"precision": 2}]))},
    ),
    "rates": ("floatList", st.lists(FLOATS, max_size=3), {"items": _items_of(FLOATS)}),
    "days": (
        "dateList",
        st.lists(DATES, max_size=3),
        {"items": st.fixed_dictionaries({}, optional=dict.fromkeys(_number, DATES | RELATIVE))},
    ),
    "span": (
        "integerRange",
        st.sampled_from(
            [{"from": 1, "to": 5}, {"from": None, "to": 3}, {"bounds": "empty"}, {"from": 1, "to": 1, "bounds": "[]"}]
        ),
        {},
    ),
    "path": ("tree", st.sampled_from(["Top", "Top.Science"]), {"maxLevels": st.integers(1, 2)}),
}
BAD = st.one_of(
    st.just("x y"),
    st.just(2**70),
    st.just([1]),
    st.just({"a": 1}),
    st.just(True),
    st.just(1.5),
    st.just(["red", 1]),
    st.just("2024-02-30"),
)


@st.composite
def field_rules(draw: Draw, name: str) -> dict[str, Any]:
    rules = FIELDS[name][2]
    chosen = draw(st.lists(st.sampled_from(sorted(rules)), unique=True, max_size=2)) if rules else []
    result = {rule: draw(rules[rule]) for rule in chosen}
    if draw(st.integers(0, 4)) == 0:
        result["required"] = True
    if result and draw(st.integers(0, 5)) == 0:
        rule = draw(st.sampled_from(sorted(result)))
        if result[rule] is not None and rule != "items":
            result[rule] = {"value": result[rule], "message": "own words"}
    return result


@st.composite
def leaf(draw: Draw) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(FIELDS)))
    rules = FIELDS[name][2]
    rule = draw(st.sampled_from([*sorted(rules), "required"]))
    argument = draw(rules[rule]) if rule in rules else True
    return {"field": name, "required": True} if argument is None else {"field": name, rule: argument}


CONDITIONS = st.recursive(
    leaf(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda i: {"and": i}),
        st.lists(inner, min_size=1, max_size=3).map(lambda i: {"or": i}),
        inner.map(lambda i: {"not": i}),
    ),
    max_leaves=4,
)
COMPARABLE = [
    ["text", "mail", "site"],
    ["whole", "big", "exact", "rate"],
    ["day", "day"],
    ["moment", "moment"],
    ["clock", "clock"],
    ["code", "code"],
]


@st.composite
def checks(draw: Draw) -> dict[str, Any]:
    kind = draw(st.sampled_from(["compare", "requiredIf", "condition"]))
    if kind == "compare":
        pair = draw(st.sampled_from(COMPARABLE))
        names = {"field": draw(st.sampled_from(pair)), "other": draw(st.sampled_from(pair))}
        return {"rule": kind, **names, "operator": draw(st.sampled_from(["eq", "ne", "lt", "lte", "gt", "gte"]))}
    if kind == "requiredIf":
        return {"rule": kind, "field": draw(st.sampled_from(sorted(FIELDS))), "if": draw(CONDITIONS)}
    return {
        "rule": kind,
        **draw(st.fixed_dictionaries({"then": CONDITIONS}, optional={"if": CONDITIONS, "else": CONDITIONS})),
    }


@st.composite
def rows(draw: Draw) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), unique=True, min_size=1, max_size=8))
    return {n: draw(st.one_of(FIELDS[n][1], st.none()) if draw(st.integers(0, 15)) != 13 else BAD) for n in names}


@st.composite
def rule_sets(draw: Draw) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), unique=True, max_size=6))
    fields = {n: r for n in names if (r := draw(field_rules(n)))}
    return fields, draw(st.dictionaries(st.sampled_from(["one", "two"]), checks(), max_size=2))


@pytest.fixture
def everything(tenant: str, db: psycopg.Connection[Any]) -> str:
    """A tenant with class Everything: one field of each type above."""
    fields = [
        {
            "name": name,
            "type": spec[0],
            **({"params": {"values": ["red", "green", "blue"]}} if spec[0] in ("select", "multiselect") else {}),
        }
        for name, spec in FIELDS.items()
    ]
    db.execute(
        "select thing.migrate(%s, %s)",
        (tenant, json.dumps([{"op": "create_class", "class": "Everything", "fields": fields}])),
    )
    return tenant


def write(db: psycopg.Connection[Any], tenant: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """INSERT the row: the violations that it reports, none when it goes in."""
    try:
        with db.transaction(force_rollback=True):
            db.execute(insert_sql(db, tenant, values), [json.dumps(v) for v in values.values()])
    except psycopg.Error as error:
        if error.sqlstate != "TB001":
            raise
        detail = error.diag.message_detail
        assert detail is not None
        return json.loads(detail)  # type: ignore[no-any-return]
    return []


def insert_sql(db: psycopg.Connection[Any], tenant: str, values: dict[str, Any]) -> str:
    """INSERT of the columns of these fields, each value a parameter: a JSON text."""
    found = db.execute(
        f"""select string_agg(quote_ident(f.physical_name), ', ' order by n),
                   string_agg(thing.from_json_sql(f.type, f.params, format('v.c%%s', n)), ', ' order by n),
                   string_agg(format('%%%%s::jsonb as c%%s', n), ', ' order by n)
              from unnest(%s::text[]) with ordinality as g (name, n)
              join tenant_{tenant}.thing_class_fields f on f.name = g.name""",
        (list(values),),
    ).fetchone()
    assert found is not None
    columns, expressions, parameters = found
    return f"insert into tenant_{tenant}.tc_everything ({columns}) select {expressions} from (select {parameters}) v"


def key(violations: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(v, sort_keys=True) for v in violations)


@settings(
    max_examples=examples(100),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    derandomize=True,
)
@given(rule_set=rule_sets(), candidates=st.lists(rows(), min_size=4, max_size=8))
def agree(
    db: psycopg.Connection[Any], tenant: str, counts: dict[str, int], rule_set: Any, candidates: list[dict[str, Any]]
) -> None:
    fields, class_checks = rule_set
    operations = [
        {"op": "set_rules", "class": "Everything", "field": name, "rules": fields.get(name, {}), "existing": "keep"}
        for name in FIELDS
    ]
    operations.append({"op": "set_rules", "class": "Everything", "rules": {"checks": class_checks}, "existing": "keep"})
    with db.transaction(force_rollback=True):
        try:
            with db.transaction():
                db.execute("select thing.migrate(%s, %s)", (tenant, json.dumps(operations)))
        except psycopg.Error as error:
            if error.sqlstate in ("TB025", "TB026"):
                assume(False)
            raise
        for values in candidates:
            found = db.execute("select thing.validate(%s, 'Everything', %s)", (tenant, json.dumps(values))).fetchone()
            assert found is not None
            dry: list[dict[str, Any]] = found[0]
            if any(v["rule"] == "type" for v in dry):
                counts["untyped"] += 1
                continue
            assert key(write(db, tenant, values)) == key(dry), (values, fields, class_checks)
            counts["bad" if dry else "good"] += 1


def test_compiled_predicate_interpreter_and_insert_agree(everything: str, db: psycopg.Connection[Any]) -> None:
    counts = {"untyped": 0, "good": 0, "bad": 0}
    agree(db, everything, counts)
    assert min(counts.values()) > examples(100) * 2 // 5, counts
