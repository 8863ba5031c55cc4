"""The documentation is run: every SQL block of a page, in order, in psql; what the page shows must be what comes.

A ```sql block followed by a ```text block shows its output. What differs from run to run (ids, times) is masked on both
sides. `THINGBASE_DOCS=write ./thingbase test tests/py/docs` writes the outputs into the pages.
"""

import os
import re
import subprocess
from dataclasses import asdict
from pathlib import Path

import psycopg
import pytest

from py_api.config import ROOT, Limits
from py_api.embedded.programs import Programs
from tests.support import servers

DOCS = ROOT / "docs"
_BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n(?:\n```text\n(?P<text>.*?)```\n)?", re.DOTALL)
_MASKS = (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
    (r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d(:\d\d)?|Z)?", "<time>"),
    (r"\b[0-9a-f]{32}\b(:[0-9a-f]{8}:\d+)?", "<md5>"),
    (r"\b\d+:\d+:[\d,]*", "<snapshot>"),
    (r"tb1\.[A-Za-z0-9_.:-]+", "<cursor>"),
    (r"\bPostgreSQL \d+(\.\d+)?", "PostgreSQL"),
    (r"[ \t]+\n", "\n"),
    (r"[-+]{5,}", "-----"),
    (r" {2,}", " "),
)


def masked(text: str) -> str:
    for pattern, name in _MASKS:
        text = re.sub(pattern, name, text)
    return text.strip()


def run(url: str, blocks: list[str]) -> list[str]:
    """The output of each block, from one psql session over all of them."""
    script = "".join(f"{block}\n\\echo ===end of block\n" for block in blocks)
    psql = Programs.bundled().postgres / "psql"
    done = subprocess.run(
        [psql, "-X", "-q", "-v", "VERBOSITY=default", "-v", "SHOW_CONTEXT=never", "-P", "pager=off", url],
        input=script,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
    )
    return done.stdout.split("===end of block\n")[:-1]


@pytest.mark.once
@pytest.mark.parametrize("pages", [("sql.md",), ("indexes.md", "permissions.md")], ids="{0[0]}".format)
def test_examples_do_what_the_page_shows(pages: tuple[str, ...], server: servers.Server) -> None:
    database = f"docs_{pages[0].removesuffix('.md')}"
    try:
        url = servers.make_core(server, database)
        for page in pages:
            check(DOCS / page, url)
    finally:
        with psycopg.connect(server.url, autocommit=True) as admin:
            admin.execute(f"drop database {database} with (force)")
            for (role,) in admin.execute("select rolname from pg_roles where rolname ~ '^tenant_docs'").fetchall():
                admin.execute(f"drop role {role}")


def check(path: Path, url: str) -> None:
    text = path.read_text()
    blocks = list(_BLOCK.finditer(text))
    assert blocks
    outputs = run(url, [block["sql"] for block in blocks])
    assert len(outputs) == len(blocks)
    if os.environ.get("THINGBASE_DOCS") == "write":
        write(path, text, blocks, outputs)
        return
    for block, output in zip(blocks, outputs, strict=True):
        if block["text"] is None:
            assert "ERROR" not in output, f"{block['sql']}\n{output}"
        else:
            assert masked(output) == masked(block["text"]), block["sql"]


def write(path: Path, text: str, blocks: list[re.Match[str]], outputs: list[str]) -> None:
    for block, output in reversed(list(zip(blocks, outputs, strict=True))):
        shown = "\n".join(line.rstrip() for line in output.strip("\n").splitlines())
        if block["text"] is not None:
            text = f"{text[: block.start('text')]}{shown}\n{text[block.end('text') :]}"
        elif "ERROR" in output:
            raise AssertionError(f"{block['sql']}\n{output}")
    path.write_text(text)


def test_errors_are_those_of_the_table(server: servers.Server) -> None:
    page = (DOCS / "errors.md").read_text()
    rows = re.findall(r"^\| (TB\w{3}) \| (\w+) \| (\d{3}) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    with psycopg.connect(server.url) as db:
        wanted = db.execute(
            "select sqlstate, code, http_status::text, description, hint from thing.error_codes order by 1"
        ).fetchall()
    assert rows == wanted


@pytest.mark.once
def test_limits_are_those_of_the_table() -> None:
    section = (DOCS / "graphql.md").read_text().partition("## Limits\n")[2].partition("```")[0]
    shown: dict[str, int] = {}
    for names, values in re.findall(r"^\| (`.*?) \| .*? \| ([\d, ]+) \| .*? \|$", section, re.MULTILINE):
        numbers = [int(value.replace(",", "")) for value in values.split(", ")]
        shown |= dict(zip(re.findall(r"`(\w+)`", names), numbers, strict=True))
    assert shown == asdict(Limits())


REFERENCE = "## Every function\n"


def reference(db: psycopg.Connection[tuple[str, str]]) -> str:
    """The table of all public functions, from the catalog: name, who may call it, its comment."""
    rows = db.execute(
        """select format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
                  format('%s%s', case when not has_function_privilege('thing_tenant', p.oid, 'execute') then '(admin) ' end,
                         obj_description(p.oid, 'pg_proc'))
             from pg_proc p
            where p.pronamespace = 'thing'::regnamespace and has_function_privilege('thing_admin', p.oid, 'execute')
            order by 1"""
    ).fetchall()
    return "| function | what it does |\n| --- | --- |\n" + "".join(
        f"| `thing.{name}` | {what.replace('|', chr(92) + '|')} |\n" for name, what in rows
    )


def test_the_reference_lists_every_function(server: servers.Server) -> None:
    page = DOCS / "sql.md"
    text = page.read_text()
    with psycopg.connect(server.url) as db:
        wanted = reference(db)
    head, _, rest = text.partition(REFERENCE)
    intro = rest.partition("| function |")[0]
    if os.environ.get("THINGBASE_DOCS") == "write":
        page.write_text(f"{head}{REFERENCE}{intro}{wanted}")
    else:
        assert rest == intro + wanted
