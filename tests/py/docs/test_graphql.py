"""docs/graphql.md is run: every operation of the page, in order, against the demo; what the page shows is what comes.

A ```graphql block is an operation. A ```json block behind it that begins with `variables` holds its variables, the next
one the answer; without one, the answer has no errors. `THINGBASE_DOCS=write ./thingbase test tests/py/docs` writes
the answers into the page.
"""

import json
import os
import re
from typing import Any

import pytest

from py_api.config import ROOT
from tests.support import servers
from tests.support.world import serving_world, token

PAGE = ROOT / "docs/graphql.md"
WIDTH = 110
_BLOCK = re.compile(
    r"```graphql\n(?P<query>.*?)```\n(?:\n```json variables\n(?P<variables>.*?)```\n)?(?:\n```json\n(?P<answer>.*?)```\n)?",
    re.DOTALL,
)
_MASKS = (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "<time>"),
    (r'("(?:end|start)?[cC]ursor": )"[^"]*"', r"\1<cursor>"),
    (r"\b[0-9a-f]{32}\b(:[0-9a-f]{8}:\d+)?", "<md5>"),
)


def masked(text: str) -> str:
    for pattern, name in _MASKS:
        text = re.sub(pattern, name, text)
    return text.strip()


def shown(value: Any, indent: int = 0) -> str:
    """JSON, on one line where it fits."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        items = [f"{pad}{json.dumps(k)}: {shown(v, indent + 2)}" for k, v in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{' ' * indent}}}"
    return "[\n" + ",\n".join(pad + shown(v, indent + 2) for v in value) + f"\n{' ' * indent}]"


@pytest.mark.once
def test_every_operation_does_what_the_page_shows(server: servers.Server) -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = list(_BLOCK.finditer(text))
    assert blocks
    answers: list[str] = []
    with serving_world(server) as world:
        headers = {"authorization": f"Bearer {token()}"}
        for block in blocks:
            variables = json.loads(block["variables"] or "null")
            response = world.client.post(
                "/graphql", json={"query": block["query"], "variables": variables}, headers=headers
            )
            answer = response.json()
            assert block["answer"] is not None or "errors" not in answer, f"{block['query']}\n{answer}"
            answers.append(shown(answer))
    if os.environ.get("THINGBASE_DOCS") == "write":
        for block, answer in reversed(list(zip(blocks, answers, strict=True))):
            if block["answer"] is not None:
                text = f"{text[: block.start('answer')]}{answer}\n{text[block.end('answer') :]}"
        PAGE.write_text(text, encoding="utf-8")
        return
    for block, answer in zip(blocks, answers, strict=True):
        if block["answer"] is not None:
            assert masked(answer) == masked(block["answer"]), block["query"]
