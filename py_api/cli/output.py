"""How results and failures are printed: for people, or with --json for scripts."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click

from py_api.config import COMMAND
from py_api.errors import DatabaseError, Failure

# rich is imported by what draws a table or a bar alone: it takes as long to import as all else that a command needs.

SHOWN_DETAILS = 20
_CONTROLS = dict.fromkeys(b"\a\b\v\f\r")  # a text of somebody's must not move the cursor about

Report = Callable[[str, int, int], None]  # what is being done, steps done, steps in all


def say(text: str) -> None:
    """A line about what is going on; not part of a command's result."""
    _print(text, err=True)


def _print(text: str, err: bool = False) -> None:
    click.echo(text.translate(_CONTROLS), err=err)


def is_terminal() -> bool:
    """Does what say prints go to a person's screen, and not into a file or a container's log?"""
    return sys.stderr.isatty()


def result(value: Any, as_json: bool, text: str) -> None:
    """A command's result: the value with --json, else the text."""
    if as_json:
        click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))
    elif text:
        _print(text)


def table(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], empty: str, headers: Mapping[str, str] | None = None
) -> None:
    """headers: of columns whose name does not say enough."""
    if not rows:
        _print(empty)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        grid.add_column((headers or {}).get(column) or column.replace("_", " "), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_cell(row[column])) for column in columns))
    if not console.is_terminal:
        console.width = 10_000  # a file or a pipe has no edge to fold at
    console.print(grid)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return str(value)


def failure(error: Failure) -> None:
    """Code, message, detail, hint; as one JSON object on stderr where the command was given --json."""
    if "--json" in sys.argv[1:]:
        click.echo(json.dumps({"error": error.as_json()}, ensure_ascii=False, default=str), err=True)
        return
    code = getattr(error, "code", None) or getattr(error, "sqlstate", None)
    word = "error"
    if is_terminal() and not os.environ.get("NO_COLOR"):
        word = click.style(word, fg="red", bold=True)
    say(f"{word}{f' {code}' if code else ''}: {error.message}")
    if isinstance(error, DatabaseError):
        for line in _detail(error.detail):
            say(f"  {line}")
    if error.hint:
        say(f"hint: {_LISTS.sub(_command, error.hint)}")


# What a hint of SQL names -> the command that says the same.
COMMANDS: Mapping[str, str] = {
    "thing.tenants": "tenant list",
    "thing.servers": "server list",
    "thing.history": "schema history TENANT",
    "thing.jobs": "jobs list TENANT",
    "thing.catalog": "schema export TENANT",
    "thing.document": "schema export TENANT",
    "thing.field_types": "schema definitions",
    "thing.rules": "schema definitions",
}
_LISTS = re.compile(r"(thing\.\w+)(\(tenant\))?(?= lists )")


def _command(match: re.Match[str]) -> str:
    command = COMMANDS.get(match[1])
    return f"`{COMMAND} {command}`" if command else match[0]


def _detail(detail: Any) -> Iterator[str]:
    """DETAIL of an error as lines: a line per violation or row, `key: value` for an object."""
    items = detail if isinstance(detail, list) else [detail] if detail else []
    for item in items[:SHOWN_DETAILS]:
        if isinstance(item, dict) and "message" in item:
            yield f"{item.get('field') or '(class)'}: {item['message']}"
        elif isinstance(item, dict):
            for key, value in item.items():
                if isinstance(value, list) and value and isinstance(value[0], dict):
                    yield f"{key}:"
                    yield from (f"  {line}" for line in _detail(value))
                else:
                    yield f"{key}: {_cell(value)}"
        else:
            yield str(item)
    if len(items) > SHOWN_DETAILS:
        yield f"... and {len(items) - SHOWN_DETAILS} more"


@contextmanager
def progress(shown: bool = True) -> Iterator[Report]:
    """A bar on stderr while work is done; nothing where stderr is not a terminal."""
    if not (shown and is_terminal()):
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
