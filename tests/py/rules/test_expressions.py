"""Generated expressions against SQL that is written independently: stored, and worked out when they are read."""

import json
import random
from typing import Any

import psycopg

from tests.support.examples import examples

# Fields of a thing: (expression, SQL over the row r). SQL is what somebody who knows the language would write by hand.
LEAVES: dict[str, list[tuple[str, str]]] = {
    "integer": [("n", "r.n::numeric"), ("m", "r.m::numeric"), ("7", "7::numeric"), ("length(t)", "char_length(r.t)::numeric")],
    "decimal": [("d", "r.d"), ("2.50", "2.50"), ("round(d, 1)", "round(r.d, 1)")],
    "float": [("f", "r.f"), ("float(n)", "r.n::float8")],
    "text": [("t", "r.t"), ("u", "r.u"), ("'it''s {x}\\'", "$q$it's {x}\\$q$"), ("text(day)", "to_char(r.day, 'YYYY-MM-DD')")],
    "boolean": [("b", "r.b"), ("true", "true"), ("t is null", "r.t is null"), ("n in (1, m, 3)", "r.n in (1, r.m, 3)")],
    "date": [("day", "r.day"), ("date('2024-02-29')", "date '2024-02-29'"), ("date(at, 'Asia/Tokyo')", "(r.at at time zone 'Asia/Tokyo')::date")],
    "datetime": [("at", "r.at"), ("datetime('2024-03-31T01:30:00Z')", "timestamptz '2024-03-31 01:30:00+00'")],
}  # fmt: skip
BEHIND = {  # what is not of the row alone
    "integer": [("other.n", "(select o.n::numeric from tc_item o where o.id = r.other)"),
                ("count(items where items.n > m)", "(select count(*)::numeric from tc_item o where o.other = r.id and o.n > r.m)")],
    "decimal": [("coalesce(sum(items.d * items.n), 0)",
                 "coalesce((select sum(o.d * o.n) from tc_item o where o.other = r.id), 0)"),
                ("other.other.d", "(select q.d from tc_item o join tc_item q on q.id = o.other where o.id = r.other)")],
    "text": [("other.t", "(select o.t from tc_item o where o.id = r.other)")],
    "boolean": [("any(items.b)", "exists (select from tc_item o where o.other = r.id and o.b)")],
    "date": [("max(items.day)", "(select max(o.day) from tc_item o where o.other = r.id)")],
}  # fmt: skip
# kind -> [(expression, SQL, kinds of its parts)], parts by their place
FORMS: dict[str, list[tuple[str, str, list[str]]]] = {
    "integer": [
        ("{} + {}", "({}) + ({})", ["integer", "integer"]), ("({} - {}) * 3", "(({}) - ({})) * 3", ["integer", "integer"]),
        ("({}) % 5", "mod({}, 5)", ["integer"]), ("-({})", "0 - ({})", ["integer"]), ("abs({})", "abs({})", ["integer"]),
        ("floor({})", "floor({})", ["decimal"]), ("ceil({})", "ceil(({})::numeric)", ["float"]),
        ("trunc({})", "trunc({})", ["decimal"]), ("position({}, 'a')", "position('a' in ({}))::numeric", ["text"]),
        ("year({})", "date_part('year', {})::numeric", ["date"]), ("weekday({})", "to_char({}, 'ID')::numeric", ["date"]),
        ("hour({}, 'Europe/Oslo')", "date_part('hour', ({}) at time zone 'Europe/Oslo')::numeric", ["datetime"]),
        ("days_between({}, {})", "(- (({}) - ({})))::numeric", ["date", "date"]),
        ("case when {} then {} else {} end", "case when {} then {} else {} end", ["boolean", "integer", "integer"]),
    ],
    "decimal": [
        ("{} * {}", "({}) * ({})", ["decimal", "integer"]),
        ("({}) / ({})", "case when ({1}) <> 0 then ({0}) / ({1}) end", ["integer", "integer"]),
        ("greatest({}, {})", "greatest({}, {})", ["decimal", "decimal"]), ("round({}, 2)", "round({}, 2)", ["decimal"]),
        ("nullif({}, {})", "case when ({0}) is distinct from ({1}) then ({0}) end", ["decimal", "decimal"]),
        ("decimal({})", "({})::numeric", ["float"]),
        ("seconds_between({}, {})", "extract(epoch from ({1}) - ({0}))", ["datetime", "datetime"]),
    ],
    "float": [("({}) * ({})", "({}) * ({})", ["float", "decimal"]), ("least({}, {})", "least({}, {})", ["float", "float"])],
    "text": [
        ("upper({})", "(upper(({}) collate thing.letters) collate \"default\")", ["text"]), ("lower(trim({}))", "(lower(trim(both ' ' from ({})) collate thing.letters) collate \"default\")", ["text"]),
        ("concat({}, '-', {})", "concat({}, '-', {})", ["text", "text"]), ("{} || {}", "({}) || ({})", ["text", "text"]),
        ("substring({}, 2, 3)", "substring(({}) from 2 for 3)", ["text"]), ("left({}, 2)", "left({}, 2)", ["text"]),
        ("replace({}, 'a', {})", "replace({}, 'a', {})", ["text", "text"]), ("coalesce({}, 'none')", "coalesce({}, 'none')", ["text"]),
        ("text({})", "({})::text", ["decimal"]),
        ("case when {} then {} end", "case when {} then {} end", ["boolean", "text"]),
    ],
    "boolean": [
        ("({}) and ({})", "({}) and ({})", ["boolean", "boolean"]), ("({}) or not ({})", "({}) or not ({})", ["boolean", "boolean"]),
        ("({}) < ({})", "({}) < ({})", ["integer", "decimal"]), ("({}) = ({})", "({}) = ({})", ["date", "date"]),
        ("({}) >= ({})", "({}) collate \"C\" >= ({}) collate \"C\"", ["text", "text"]),
        ("({}) is not null", "({}) is not null", ["date"]), ("({}) not in ({}, 2)", "({}) not in ({}, 2)", ["integer", "integer"]),
        ("starts_with({}, {})", "starts_with({}, {})", ["text", "text"]),
    ],
    "date": [
        ("add_days({}, 40)", "({}) + 40", ["date"]), ("date_trunc('quarter', {})", "date_trunc('quarter', ({})::timestamp)::date", ["date"]),
        ("case when {} then {} else {} end", "case when {} then {} else {} end", ["boolean", "date", "date"]),
    ],
    "datetime": [
        ("date_trunc('week', {}, 'Europe/Oslo')", "date_trunc('week', ({}) at time zone 'Europe/Oslo') at time zone 'Europe/Oslo'", ["datetime"]),
        ("greatest({}, {})", "greatest({}, {})", ["datetime", "datetime"]),
    ],
}  # fmt: skip


def generated(rng: random.Random, kind: str, depth: int, behind: bool) -> tuple[str, str]:
    """An expression of this kind, and the same as SQL."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice(LEAVES[kind] + (BEHIND.get(kind, []) if behind else []))
    expression, by_hand, kinds = rng.choice(FORMS[kind])
    parts = [generated(rng, k, depth - 1, behind) for k in kinds]
    return expression.format(*(f"({e})" for e, _ in parts)), by_hand.format(*(s for _, s in parts))


def test_expressions_are_what_they_say(db: psycopg.Connection[Any], tenant: str) -> None:
    count = examples(120)
    rng = random.Random(count)
    types = {"n": "integer", "m": "bigint", "d": "decimal", "f": "float", "t": "text", "u": "text", "b": "boolean",
             "day": "date", "at": "datetime"}  # fmt: skip
    fields: list[dict[str, Any]] = [{"name": name, "type": kind} for name, kind in types.items()]
    fields.append({"name": "other", "type": "reference", "target": "Item"})
    made = {}
    for number in range(count):
        kind = rng.choice(list(FORMS))
        while True:  # (at most 200 parts)
            expression, by_hand = generated(rng, kind, rng.randint(1, 3), behind=number % 3 == 0)
            if len(expression) < 600:
                break
        made[f"x{number}"] = by_hand
        fields.append(
            {"name": f"x{number}", "type": "decimal" if kind == "integer" else kind, "expression": expression}
            | ({"stored": False} if number % 3 == 1 else {})
        )
    change = [{"op": "create_class", "class": "Item", "fields": fields}]
    db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(change)))
    db.execute(f"set search_path = tenant_{tenant}, public")
    db.execute(
        """
        insert into tc_item (n, m, d, f, t, u, b, day, at)
        select x.n, nullif(x.n % 4, 3) - 1, round((x.n * 0.37)::numeric, 2), case when x.n % 5 > 0 then x.n / 7.0 end,
               (array['', ' Ala', 'aÅß', null, 'x{row}', 'banana'])[1 + abs(x.n) % 6], substr('straße a', 1 + abs(x.n) % 8),
               case abs(x.n) % 3 when 0 then true when 1 then false end, date '2023-12-30' + x.n * 17,
               timestamptz '2024-03-30 22:15:00.25+00' + x.n * interval '11 hours'
          from generate_series(-30, 30) x (n)"""
    )
    db.execute(
        "update tc_item i set other = (select o.id from tc_item o where o.n = i.n / 3 limit 1) where i.n % 7 > 0"
    )
    entry = db.execute("select entry::jsonb from thing_classes where name = 'Item'").fetchone()
    assert entry is not None
    inlined = 0
    for field in entry[0]["fields"]:
        if field["name"] in made:
            read = field.get("computedSql", '{row}."' + field["column"] + '"').replace("{row}", "r")
            inlined += "computedSql" in field
            by_hand = made[field["name"]]
            differing = db.execute(
                f"select r.n, {read}, {by_hand} from tc_item r where ({read}) is distinct from ({by_hand})"
            ).fetchall()
            assert differing == [], (field["computed"], by_hand, differing[:3])
    assert 0 < inlined < count
