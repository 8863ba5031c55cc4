"""What graphql-core says, and what its errors are about: as the version that is installed has it."""

import pytest
from graphql import GraphQLSyntaxError, Source, parse

from py_api.compiler.graphql_core_texts import is_about_tokens
from py_api.compiler.validation import DocumentError, validate
from py_api.schema.lazy_schema import ApiSchema
from tests.support.catalogs import C, F, catalog

pytestmark = pytest.mark.once


@pytest.mark.parametrize("text", ["{ a b c }", "{ a # 1\n# 2\n# 3\n# 4\n }"])
def test_too_many_tokens(text: str) -> None:
    with pytest.raises(GraphQLSyntaxError) as caught:
        parse(Source(text), max_tokens=4)
    assert is_about_tokens(caught.value, 4)
    assert not is_about_tokens(caught.value, 3)
    with pytest.raises(GraphQLSyntaxError) as caught:
        parse(Source("{ token4"), max_tokens=4)
    assert not is_about_tokens(caught.value, 4)


def test_what_errors_are_about() -> None:
    """Of the rules that raise them: names that are unknown, and required fields that are absent."""
    combination = "query($o: KName, $x: [Nope!]) { k: ks(filter: {and: [{kind: {eq: BLUE}}, {or: {what: 1}}]}) { nodes { nam } } }"
    api = ApiSchema(catalog([C("K", [F("name"), F("kind", "select")])]))
    errors = validate(api.schema, parse(combination), served=True)
    known = {
        error.unknown.name: error.unknown for error in errors if isinstance(error, DocumentError) and error.unknown
    }
    assert {name: unknown.within for name, unknown in known.items()} == {
        "KName": None, "Nope": None, "BLUE": "KKind", "what": "KFilter", "nam": "K",
    }  # fmt: skip
    for error in errors:
        if isinstance(error, DocumentError) and error.unknown is not None:
            assert error.message.startswith(error.unknown.said)
    (error,) = validate(api.schema, parse("{ ks { nodes { name nam } } }"))
    assert error.message == "Cannot query field 'nam' on type 'K'. Did you mean 'name'?"
    (error,) = validate(api.schema, parse("{ ks(firs: 1) { totalCount @skip(iff: true, if: true) } }"))[:1]
    assert error.message == "Unknown argument 'firs' on field 'Query.ks'. Did you mean 'first' or 'find'?"

    absent = validate(
        api.schema, parse("mutation { updateKs(updates: [{id: 1}, {nope: 2, id: 3}], input: {}) { count } }")
    )
    about = [(e.absent, e.unknown and e.unknown.name) for e in absent if isinstance(e, DocumentError)]
    assert about == [(("KUpdateItemInput", "input"), None), (("KUpdateItemInput", "input"), None), (None, "nope")]
