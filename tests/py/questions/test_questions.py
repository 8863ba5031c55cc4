"""What people of two trades ask of their data: each question is one request, and its answer is that of plain SQL.

A question is a file .graphql, and the rows of the .sql beside it are its answer: the values that the response holds,
from left to right.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from tests.support import servers
from tests.support.compiled import Api, serving

pytestmark = pytest.mark.once
HERE = Path(__file__).parent
MODELS = ("flights", "music")
QUESTIONS = sorted(file for model in MODELS for file in (HERE / model).glob("[0-9]*.graphql"))


@pytest.fixture(scope="module")
def models(server: servers.Server) -> Iterator[dict[str, Api]]:
    with ExitStack() as stack:
        models = {}
        for model in MODELS:
            schema = (HERE / model / "schema.graphql").read_text(encoding="utf-8")
            models[model] = api = stack.enter_context(serving(server, schema))
            api.owner.execute((HERE / model / "rows.sql").read_bytes())
            api.owner.execute("analyze")
        yield models


def test_there_are_thirty() -> None:
    assert len(QUESTIONS) >= 30


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_question_is_one_request(models: dict[str, Api], question: Path) -> None:
    api = models[question.parent.name]
    answer = list(values(api.run(question.read_text(encoding="utf-8"), {})))
    rows = api.owner.execute(question.with_suffix(".sql").read_bytes()).fetchall()
    assert answer == list(values(rows))
    assert len(answer) > 1, "there is something to compare"


def values(answer: Any) -> Iterator[Any]:
    """The leaves. A number is one however it is written."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, list | tuple):
        for item in answer:
            yield from values(item)
    elif isinstance(answer, bool) or answer is None:
        yield answer
    else:
        try:
            yield round(Decimal(str(answer)), 6)
        except InvalidOperation:
            yield str(answer)
