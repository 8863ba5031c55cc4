"""What values are taken, and how one that is not is refused: with its place, in our words, in reads as in writes."""

import random
import struct
from typing import Any

import pytest

from py_api.http import request_parsing
from tests.py.mutations.conftest import Shop

BAD: dict[str, list[Any]] = {
    "day": ["01/02/2026", "tomorrow", "now", "J2459000", "2023-02-29", "1900-02-29", "5874898-01-01", "4714-01-01 BC"],
    "at": ["2024-01-01T00:00:00", "2024-01-01", "now", "2024-01-01 00:00:00Z", "2024-02-30T00:00:00Z"],
    "clock": ["noon", "24:01", "12:00Z", "4 pm"],
    "token": ["x", "{01890a5d-ac96-774b-bcce-b302099a8057}"],
    "big": ["0x1f", "1_000", " 1", "9223372036854775808"],
    "price": ["1_000", "0x1f", "1,5", ".5"],
    "days": [["01/02/2026"], ["2024-02-29", "tomorrow"]],
    "prices": [["1,5"]],
    "span": [{"from": "x"}, {"from": 1, "too": 2}, {"from": 1, "bounds": "<>"}, {"to": "1_0"}],
}
GOOD: dict[str, list[Any]] = {
    "day": ["2024-02-29", "0044-03-15 BC", "12024-01-01"],
    "at": ["2024-02-29T23:59:00.123+05:30", "2024-02-29T23:59Z"],
    "clock": ["00:00", "24:00:00"],
    "token": ["01890A5D-AC96-774B-BCCE-B302099A8057"],
    "big": ["-9223372036854775808", 5],
    "price": ["1e3", 1.5, "0.10"],
    "days": [["2024-02-29", "0044-03-15 BC"], []],
    "prices": [["1e3", 1.5]],
    "span": [{"from": 1, "to": "5", "bounds": "[]"}, {"bounds": "empty"}, {"from": None}],
}
CREATE = "mutation($input: ProductCreateInput!) { createProduct(input: $input) { id } }"
CREATES = "mutation($input: [ProductCreateInput!]!) { createProducts(input: $input) { count } }"


def _code(error: dict[str, Any]) -> str:
    code: str = error["extensions"]["code"]
    return code


@pytest.mark.parametrize("field", BAD)
def test_a_text_that_is_no_value_is_refused_wherever_it_stands(shop: Shop, field: str) -> None:
    read = "query($filter: ProductFilter) { products(filter: $filter) { totalCount } }"
    for value in BAD[field]:
        error = shop.refused(read, {"filter": {"or": [{field: {"eq": value}}]}})
        variable = error["extensions"]["variable"]
        assert (_code(error), error["path"]) == ("INVALID_VALUE", ["products"])
        assert variable[:5] == ["filter", "or", 0, field, "eq"]
        for query, given, path in ((CREATE, {"name": "ab", field: value}, ["input"]), (CREATES, [{"name": "ab"}, {"name": "ab", field: value}], ["input", 1])):  # fmt: skip
            error = shop.refused(query, {"input": given})
            assert _code(error) == "VALIDATION_FAILED", (value, error)
            assert [v["path"] for v in error["extensions"]["violations"]] == [[*path, field]]
    for value in GOOD[field]:
        shop.run(CREATE, {"input": {"name": "ab", field: value}})
        assert shop.run(read, {"filter": {field: {"eq": value}}})["products"]["totalCount"] == 1


def test_a_literal_is_refused_where_it_stands(shop: Shop) -> None:
    answer = shop.runner.run(
        shop.answer('{ brands { totalCount } products(filter: {day: {in: ["2024-01-01", "now"]}}) { totalCount } }')
    )
    (error,) = answer["errors"]
    assert (error["message"], error["path"]) == ('"now" is not a date like 2024-02-29', ["products"])
    assert (error["locations"], _code(error)) == ([{"line": 1, "column": 53}], "INVALID_VALUE")
    answer = shop.runner.run(shop.answer("query($id: ID!) { product(id: $id) { id } }", {"id": "nonsense"}))
    (error,) = answer["errors"]
    assert (error["extensions"], error["path"]) == ({"code": "INVALID_VALUE", "variable": ["id"]}, ["product"])


def _printed(double: float) -> str:
    """As JavaScript prints it (ECMAScript, Number::toString)."""
    mantissa, _, exponent = repr(double).partition("e")
    sign, digits = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    whole, _, rest = digits.partition(".")
    rest = "" if rest == "0" else rest
    point = len(whole) + int(exponent or 0)
    figures = (whole + rest).lstrip("0")
    point -= len(whole + rest) - len(figures)
    figures = figures.rstrip("0") or "0"
    count = len(figures)
    if count <= point <= 21:
        return sign + figures + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{figures[:point]}.{figures[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{figures}"
    tail = f".{figures[1:]}" if count > 1 else ""
    return f"{sign}{figures[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def test_every_double_that_javascript_prints_is_taken(shop: Shop) -> None:
    assert [_printed(d) for d in (1e21, 12345678901234567000.0, 1e-7, 0.000001, 123.5, 5e-324, -1e300)] == [
        "1e+21", "12345678901234567000", "1e-7", "0.000001", "123.5", "5e-324", "-1e+300",
    ]  # fmt: skip
    chosen = random.Random(17)
    doubles = [12345678901234567000.0, 1e21, 1e20, 5e-324, 1.7976931348623157e308, 2.0**53 + 2, 1e-7, 0.1, -1e300]
    while len(doubles) < 300:
        (double,) = struct.unpack("d", chosen.randbytes(8))
        if double == double and abs(double) != float("inf"):
            doubles.append(double)
    texts = [_printed(d) for d in doubles]
    literals = ", ".join(f'{{name: "ab", rate: {text}}}' for text in texts[:100])
    given = [{"name": "ab", "rate": value} for value in _json(f"[{', '.join(texts)}]")]
    shop.run(CREATES, {"input": given})
    assert {rate for (rate,) in shop.rows("select rate from tc_product")} == set(doubles)
    shop.run(f"mutation {{ createProducts(input: [{literals}]) {{ count }} }}")
    assert shop.value("select count(*) - count(distinct rate) from tc_product") == 100
    where = "query($in: [Float!]) { products(filter: {rate: {in: $in}}) { totalCount } }"
    assert shop.run(where, {"in": _json(f"[{', '.join(texts)}]")})["products"]["totalCount"] == 400
    found = " ".join(f"a{n}: products(filter: {{rate: {{eq: {text}}}}}) {{ totalCount }}" for n, text in enumerate(texts[100:120]))  # fmt: skip
    assert {each["totalCount"] for each in shop.run(f"{{ {found} }}").values()} == {1}


def _json(text: str) -> Any:
    """As a request's body is read."""
    return request_parsing.parse_json(text)


def test_a_number_beyond_every_double_is_refused(shop: Shop) -> None:
    for query in (
        'mutation { createProduct(input: {name: "ab", rate: 1e400}) { id } }',
        "{ products(filter: {rate: {gt: -1e400}}) { totalCount } }",
    ):
        error = shop.refused(query)
        assert _code(error) == "GRAPHQL_VALIDATION_FAILED"
        assert "the largest number is 1.8e308" in error["message"]
    for text in ("1e400", "1" + "0" * 400):
        error = shop.refused("query($r: Float) { products(filter: {rate: {gt: $r}}) { totalCount } }", {"r": _json(text)})  # fmt: skip
        assert error["extensions"] == {"code": "INVALID_VARIABLE", "variable": ["r"]}


def test_what_no_text_can_hold(shop: Shop) -> None:
    text = "a\0b"
    for values, path in (
        ({"name": text}, ["name"]), ({"name": "ab", "data": {"x": [text]}}, ["data", "x", 0]),
        ({"name": "ab", "data": {"x": {text: 1}}}, ["data", "x"]),
    ):  # fmt: skip
        error = shop.refused(CREATE, {"input": values})
        (violation,) = error["extensions"]["violations"]
        assert violation["path"][:2] == ["input", path[0]]
        assert violation["message"] == "a text cannot hold the character U+0000"
    for operator in ("eq", "contains", "like"):
        error = shop.refused(
            f"query($t: String) {{ products(filter: {{name: {{{operator}: $t}}}}) {{ totalCount }} }}", {"t": text}
        )
        assert error["extensions"] == {"code": "INVALID_VALUE", "variable": ["t"]}
    error = shop.refused('{ products(filter: {name: {eq: "a\\u0000b"}}) { totalCount } }')
    assert (_code(error), error["locations"]) == ("INVALID_VALUE", [{"line": 1, "column": 32}])


def test_what_is_too_long_for_its_type_or_its_index(shop: Shop) -> None:
    error = shop.refused(CREATE, {"input": {"name": "ab", "place": "x" * 1001}})
    assert [v["path"] for v in error["extensions"]["violations"]] == [["input", "place"]]
    assert _code(error) == "VALIDATION_FAILED"
    error = shop.refused("query($p: String) { products(filter: {place: {eq: $p}}) { totalCount } }", {"p": "x" * 1001})
    assert (error["message"], _code(error)) == ("a label of a path is too long", "INVALID_VALUE")
    long = "".join(random.Random(1).choices("abcdefghijklmnop", k=9000))
    error = shop.refused(CREATES, {"input": [{"name": "ab"}, {"name": "ab", "sku": long}]})
    assert [v["path"] for v in error["extensions"]["violations"]] == [["input", 1, "sku"]]
    assert (_code(error), error["message"]) == ("INVALID_VALUE", "sku is too long to be stored or indexed")


def test_what_existing_rows_do_not_allow_is_said_of_fields(shop: Shop) -> None:
    long = "".join(random.Random(1).choices("abcdefghijklmnop", k=9000))
    migrate = "mutation($o: [JSON!]!) { migrateSchema(changes: $o) { version } }"
    fields = [{"name": name, "type": "text"} for name in ("firstName", "longText")]
    shop.run(migrate, {"o": [{"op": "create_class", "class": "Twin", "fields": fields}]}, role="admin")
    try:
        shop.run("mutation($i: [TwinCreateInput!]!) { createTwins(input: $i) { count } }", {"i": [{"firstName": "a", "longText": long}] * 2})  # fmt: skip
        unique = {"op": "set_rules", "class": "Twin", "field": "firstName", "rules": {"unique": True}}
        index = {"op": "alter_field", "class": "Twin", "field": "longText", "set": {"indexed": True}}
        for change, message in (
            (unique, "2 existing rows of Twin break the new rules: firstName: must be unique (2)"),
            (unique | {"existing": "keep"}, "existing rows of Twin are in the way: firstName has duplicates but must be unique"),
            (index, "existing rows of Twin are in the way: longText is too long for an index"),
        ):  # fmt: skip
            error = shop.refused(migrate, {"o": [change]}, role="admin")
            assert (_code(error), error["message"]) == ("DATA_CONFLICT", message)
            assert error["extensions"]["detail"][0]["violations"][0]["field"] == change["field"]
            assert "_" not in str(error["extensions"]["detail"])
    finally:
        shop.run(migrate, {"o": [{"op": "drop_class", "class": "Twin"}]}, role="admin")


def test_a_default_relative_to_now_in_a_list(shop: Shop) -> None:
    """Given in some of the things only, so that the statement has to say it."""
    migrate = "mutation($o: [JSON!]!) { migrateSchema(changes: $o) { version } }"
    fields = [
        {"name": "day", "type": "date", "default": "today-P1D"}, {"name": "at", "type": "datetime", "default": "now"},
        {"name": "clock", "type": "time", "default": "now"},
    ]  # fmt: skip
    shop.run(migrate, {"o": [{"op": "create_class", "class": "Since", "fields": fields}]}, role="admin")
    given = [{}, {"day": "2024-01-01", "at": "2024-01-01T00:00:00Z", "clock": "00:00"}]
    shop.run("mutation($i: [SinceCreateInput!]!) { createSinces(input: $i) { count } }", {"i": given})
    assert shop.value("select count(*) from tc_since where day > '2025-01-01' and at > now() - interval '1 hour'") == 1
    shop.run(migrate, {"o": [{"op": "drop_class", "class": "Since"}]}, role="admin")


def test_what_would_be_rounded_is_refused(shop: Shop) -> None:
    """A decimal by its scale, a whole number by its type: by variable, literal, update and upsert."""
    broken = {"field": "fee", "rule": "scale", "message": "must have at most 2 digits after the point"}
    for query, variables in (
        (CREATE, {"input": {"name": "ab", "fee": "1.239"}}),
        (CREATE, {"input": {"name": "ab", "fee": 1.239}}),
        (CREATES, {"input": [{"name": "ab", "fee": 1.239}]}),
        ('mutation { createProduct(input: {name: "ab", fee: 1.239}) { id } }', {}),
    ):
        error = shop.refused(query, variables)
        assert _code(error) == "VALIDATION_FAILED"
        (violation,) = error["extensions"]["violations"]
        assert broken.items() <= violation.items(), violation
        assert violation["params"] == {"value": 2}
    make = "mutation($input: ProductCreateInput!) { createProduct(input: $input) { id fee tax stock } }"
    made = shop.run(make, {"input": {"name": "ab", "fee": "1.5", "tax": 1.239, "stock": 3}})["createProduct"]
    assert (made["fee"], made["tax"], made["stock"]) == ("1.50", "1.24", 3)
    for update, code in (("fee: 1.239", "VALIDATION_FAILED"), ("stock: 1.5", "GRAPHQL_VALIDATION_FAILED")):
        error = shop.refused(f'mutation {{ updateProduct(id: "{made["id"]}", input: {{{update}}}) {{ id }} }}')
        assert _code(error) == code, error
    assert shop.rows("select fee::text, stock from tc_product where id = %s", made["id"]) == [("1.5", 3)]
