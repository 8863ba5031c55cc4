"""Figures of numbers near the end of what a double has."""

from collections.abc import Iterator

import pytest

from tests.support import servers
from tests.support.compiled import Api, serving

SCHEMA = "type Star @class { mass: Float  kind: String }"


@pytest.fixture(scope="module")
def stars(server: servers.Server) -> Iterator[Api]:
    with serving(server, SCHEMA) as api:
        api.owner.execute(
            "insert into tc_star (mass, kind) values (1e200, 'a'), (3e200, 'a'), (null, 'a'), (null, 'b')"
        )
        yield api


def test_an_average_does_not_overflow_before_the_sum(stars: Api) -> None:
    query = "{ starsAggregate(groupBy: [{kind: true}]) { key { kind } fields { mass { avg sum count } } } }"
    groups = stars.run(query)["starsAggregate"]
    assert [(g["key"]["kind"], g["fields"]["mass"]) for g in groups] == [
        ("a", {"avg": 2e200, "sum": 4e200, "count": 2}),
        ("b", {"avg": None, "sum": None, "count": 0}),
    ]
    query = "{ starsAggregate(groupBy: [{kind: true}], having: {fields: {mass: {avg: {gt: 1e200}}}}) { count } }"
    assert stars.run(query)["starsAggregate"] == [{"count": 3}]
