"""The areas of sql/functions have an order: no function calls one of an area above its own. Text that becomes SQL counts."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from py_api.config import ROOT, SQL
from py_api.core.install import files

# Each may call itself and those before it. docs/architecture.md lists them in this order.
ORDER = (
    "core",
    "metadata",
    "expressions",
    "rules",
    "triggers",
    "catalog",
    "custom_rules",
    "tables",
    "conversions",
    "rollups",
    "events",
    "rewind",
    "guards",
    "documents",
    "policies",
    "changes",
    "migrations",
    "declarative",
    "shortcuts",
    "advice",
    "jobs",
    "tenants",
    "users",
    "archive",
    "checks",
)
# Functions whose callees are chosen by name: the area and the beginning of the names.
DISPATCH = {
    "apply_operations": ("changes", "op_"),
    "try_operations": ("changes", "op_"),
    "diff": ("declarative", "diff_"),
    "damages": ("checks", "check_"),
}
# What the rows of the registries are made by stands before them.
EARLY = ("builtin_type", "builtin_rule")

LITERAL_OR_COMMENT = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
HINT = re.compile(r"thing\.\w+\(tenant\)")  # in a literal: advice for whoever reads an error
ABOUT_FUNCTIONS = re.compile(r"^(?:comment on|revoke|grant)\s(?:'(?:[^']|'')*'|[^;'])*;", re.MULTILINE)
DEFINED = re.compile(r"^create (?:or replace )?(?:function|procedure) thing\.(\w+)", re.MULTILINE)
CALLED = re.compile(r"\bthing\.(\w+)\s*\(")
BY_NAME = re.compile(r"thing\.(?:%I|\w+_%s)\(")


def code(text: str) -> str:
    """The text without comments, hints, and the statements that describe functions and grant them."""

    def kept(piece: re.Match[str]) -> str:
        return "" if piece[0].startswith("--") else HINT.sub("", piece[0])

    return LITERAL_OR_COMMENT.sub(kept, ABOUT_FUNCTIONS.sub("", text))


def area(path: Path) -> str:
    return path.parent.name


def calls_upwards(files: Mapping[Path, str]) -> list[str]:
    """Every call of a function that stands in an area above the caller's: `area/caller calls area/function`."""
    rank = {name: place for place, name in enumerate(ORDER)}
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for path, text in files.items():
        for name in DEFINED.findall(text):
            areas[name].add(area(path))
    upwards = []
    for path, text in files.items():
        callees = set(CALLED.findall(code(text))) & areas.keys()
        if path.stem in DISPATCH:
            below, prefix = DISPATCH[path.stem]
            callees |= {name for name in areas if name.startswith(prefix) and below in areas[name]}
        for name in sorted(callees):
            lowest = min(areas[name], key=rank.__getitem__)  # overloads of one name may stand in two areas
            if rank[lowest] > rank[area(path)]:
                upwards.append(f"{area(path)}/{path.stem} calls {lowest}/{name}")
    return upwards


def sources() -> dict[Path, str]:
    paths = [*(SQL / "functions").rglob("*.sql"), *(SQL / "triggers").glob("*.sql")]
    return {path: path.read_text(encoding="utf-8") for path in sorted(paths)}


@pytest.mark.once
def test_no_area_calls_one_above_it() -> None:
    assert {area(path) for path in sources()} == set(ORDER)
    assert calls_upwards(sources()) == []


@pytest.mark.once
def test_a_call_upwards_is_found() -> None:
    bodies = {
        "core/bottom": "-- not thing.top()\nselect 'Look at thing.top(tenant).'",
        "core/plain": "select thing.top ()",
        "core/text": "execute format('select thing.top(%L)', 1)",
        "checks/top": "select thing.bottom()",
    }
    form = (
        "create or replace function thing.{}()\nas $$\n{}\n$$;\ncomment on function thing.{}() is 'No; thing.top().';\n"
    )
    files = {Path(f"{name}.sql"): form.format(Path(name).name, body, Path(name).name) for name, body in bodies.items()}
    assert calls_upwards(files) == ["core/plain calls checks/top", "core/text calls checks/top"]


@pytest.mark.once
def test_names_that_are_made_at_run_time_are_known() -> None:
    dispatching = {path.stem for path, text in sources().items() if BY_NAME.search(code(text))}
    assert dispatching == set(DISPATCH), "who calls thing.%I says whom, in DISPATCH"


@pytest.mark.once
def test_the_architecture_shows_the_order() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `sql/(?:functions/)?(\w+)` \|", text, re.MULTILINE)
    assert tuple(rows) == ORDER


@pytest.mark.once
def test_areas_are_installed_in_their_order() -> None:
    rank = {name: place for place, name in enumerate(ORDER)}
    functions = sources()
    ranks = [rank[area(path)] for path in files() if path in functions and path.stem not in EARLY]
    assert ranks == sorted(ranks)
