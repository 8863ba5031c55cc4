"""The README's quickstart is run as it is printed: a real `up` on an empty folder, its commands in a shell, its SQL in psql.

What stands in ```json and ```text blocks must come, but for what differs from run to run.
`THINGBASE_DOCS=write ./thingbase test tests/py/docs` writes it into the page.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from py_api.config import ROOT
from tests.support import folders
from tests.support.command import Up, environment, running

from .test_graphql import shown

README = ROOT / "README.md"
PRINTED = "http://127.0.0.1:8000"
_BLOCK = re.compile(
    r"```(?P<kind>sh|sql)\n(?P<text>.*?)```\n(?:\n```(?P<shows>json|text)\n(?P<output>.*?)```\n)?", re.DOTALL
)


@pytest.fixture
def data() -> Iterator[Path]:
    folder = folders.temporary()
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


def masked(text: str) -> str:
    return re.sub(
        r"^id: [0-9a-f]{32}(:[0-9a-f]{8}:[0-9]+)?/[0-9:,]+\.[0-9a-f]{32}$",
        "id: <cursor>",
        text.strip("\n"),
        flags=re.MULTILINE,
    )


def run(blocks: list[re.Match[str]], up: Up) -> list[str]:
    """The output of each block, from one shell that goes through all of them."""
    found = re.search(r"^GraphQL +(http://[0-9.]+:[0-9]+)/graphql$", up.said, re.MULTILINE)
    assert found is not None, up.said
    script = ["set -eu"]
    for block in blocks:
        text = block["text"].replace(PRINTED, found[1])
        if block["kind"] == "sql":
            script.append(f"./thingbase db shell -q -v SHOW_CONTEXT=never 2>&1 <<'end of sql'\n{text}end of sql")
        elif text not in (
            "./thingbase up\n",
            "./thingbase db shell\n",
        ):  # which runs; which has the next block typed in
            script.append(text)
        script.append('[ -z "$(jobs -p)" ] || sleep 2  # what runs beside has its time, as when somebody types')
        script.append("echo; echo '=== end of block'")
    script.append("kill $(jobs -p)")
    done = subprocess.run(
        ["bash"],
        input="\n".join(script),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        env=environment(THINGBASE_DATA=str(up.data)),
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return [output.strip("\n") for output in done.stdout.split("=== end of block\n")[:-1]]


@pytest.mark.once
def test_the_quickstart_works_as_printed(data: Path) -> None:
    if shutil.which("bash") is None or shutil.which("curl") is None:
        pytest.skip("no bash or curl on this machine")
    text = README.read_text(encoding="utf-8")
    blocks = [block for block in _BLOCK.finditer(text) if block.start() < text.index("\n## Read on")]
    assert [block["text"] for block in blocks].count("./thingbase up\n") == 1
    with running(data) as up:
        outputs = run(blocks, up)
    outputs = [
        shown(json.loads(output)) if block["shows"] == "json" else output
        for block, output in zip(blocks, outputs, strict=True)
    ]
    if os.environ.get("THINGBASE_DOCS") == "write":
        for block, output in reversed(list(zip(blocks, outputs, strict=True))):
            if block["shows"]:
                text = f"{text[: block.start('output')]}{output}\n{text[block.end('output') :]}"
        README.write_text(text, encoding="utf-8")
        return
    for block, output in zip(blocks, outputs, strict=True):
        if block["shows"]:
            assert masked(output) == masked(block["output"]), block["text"]
        else:
            assert '"errors"' not in output, f"{block['text']}\n{output}"
