"""A server that runs already serves a restored tenant with the next request, and what is written to it then."""

import pytest

from py_api.engine.engine import Engine
from tests.py.archive.conftest import Source, done
from tests.support import dumped
from tests.support.api import bearer, serving

pytestmark = pytest.mark.once


def test_graphql(source: Source, elsewhere: str) -> None:
    with serving(Engine, database_url=dumped.fresh(elsewhere)) as api:
        caller = bearer("editor", source.slug)
        assert api.post("{ schemaVersion }", headers=caller).status_code == 404, "it does not exist yet"
        done(elsewhere, "tenant", "restore", source.file)
        query = '{ invoices(filter: {country: {eq: "c1"}}, first: 1) { totalCount nodes { gross number } } }'
        answer = api.post(query, headers=bearer("editor", source.slug)).json()
        assert answer["data"]["invoices"]["totalCount"] == 7, answer
        made = 'mutation { createInvoice(input: {net: 8, country: "c1"}) { number ticket gross } }'
        answer = api.post(made, headers=bearer("editor", source.slug)).json()
        assert answer["data"]["createInvoice"]["number"].endswith("00021"), answer
        assert (answer["data"]["createInvoice"]["ticket"], float(answer["data"]["createInvoice"]["gross"])) == (
            21,
            10.0,
        )
