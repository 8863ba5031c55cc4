"""./thingbase profile: what a tenant did for a while, by samples of its sessions and by what PostgreSQL counts."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from py_api.cli import figures, output
from py_api.cli.options import connected, data_option, json_option
from py_api.config import COMMAND
from py_api.database import Database, Row
from py_api.errors import Failure

EVERY = 0.05  # seconds between two samples
MOST = 15  # statements and tables that are shown
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(s|m)?")
_TITLES = {
    "operations": "The servers say of no operation.", "statements": "No statement was seen.", "waits": "",
    "tables": "No table was used.",
}  # fmt: skip
SHOWN_HASH = 12  # characters
_SUMS = ("requests", "errors", "seconds", "databaseSeconds", "bytes")
_TRACE = re.compile(r" /\*traceparent='[^']*('\*/)?$")  # which would make another text of each sampled statement
_COUNTED = (
    "seq_scan", "idx_scan", "seq_tup_read", "idx_tup_fetch", "n_tup_ins", "n_tup_upd", "n_tup_del", "hit", "read",
)  # fmt: skip


def _seconds(_context: click.Context, _argument: click.Parameter, value: str) -> float:
    match = _DURATION.fullmatch(value)
    if match is None or not float(match[1]):
        raise click.BadParameter(f"{value!r} is not a time like 30s or 2m")
    return float(match[1]) * (60 if match[2] == "m" else 1)


@dataclass(slots=True)
class Statement:
    """What samples saw of one text. runs: (process, when it began) -> how long it was seen to take."""

    samples: int = 0
    runs: dict[tuple[int, float], float] = field(default_factory=dict)


@click.command()
@click.argument("tenant")
@click.argument("seconds", metavar="[TIME]", default="10s", callback=_seconds)
@figures.metrics_option
@data_option
@json_option
def profile(tenant: str, seconds: float, urls: tuple[str, ...], data: Path | None, as_json: bool) -> None:
    """Watch what TENANT does for TIME (10s, 2m), and say where the time goes.

    Operations of GraphQL by name and document (the beginning of its SHA-256), their requests and how long they took:
    from what the servers count. Statements by the time they took, with their SQL and what they waited for: from samples
    of the tenant's sessions, 20 a second, of the API and of SQL alike. Reads and writes by table, and the cache: from
    what PostgreSQL counts. Requests and latencies: from /metrics. PostgreSQL shows statements of others to superusers
    and members of pg_read_all_stats.

    \b
    Example:
      ./thingbase profile acme 30s
    """
    asyncio.run(_profile(tenant, seconds, urls, data, as_json))


async def _profile(tenant: str, seconds: float, urls: Sequence[str], data: Path | None, as_json: bool) -> None:
    default = figures.local(data)
    async with connected(data, tenant) as database:
        if not await database.rows("api_role", tenant):
            raise Failure(f"tenant {tenant} does not exist", f"`{COMMAND} tenant list` lists the tenants.")
        before, tables = await figures.read(urls, default), await _tables(database, tenant)
        counted = await figures.operations(urls, default, tenant)
        if before is None:
            output.say(f"(No figures of requests: {default} does not answer, or wants its token; see --metrics)")
        statements, waits, samples, took = await _watch(database, tenant, seconds, as_json)
        after = await figures.read(urls, default)
        operations = _operations(counted, await figures.operations(urls, default, tenant), took)
        result: dict[str, Any] = {
            "tenant": tenant,
            "seconds": round(took, 1),
            "samples": samples,
            "requests": _requests((after or {}).get(tenant, {}), (before or {}).get(tenant, {}), took),
            "operations": [{name: value for name, value in one.items() if name != "sql"} for one in operations],
            "statements": _statements(statements, samples, took, operations),
            "waits": [{"waits_for": name, "share": round(n / waits.total(), 3)} for name, n in waits.most_common(MOST)],
            "tables": _changed(tables, await _tables(database, tenant)),
        }
    if as_json:
        output.result(result, True, "")
        return
    output.result(None, False, f"Tenant {tenant}, {took:.1f} s, {samples} samples")
    output.table([result["requests"]], list(result["requests"]), "")
    for one in result["operations"]:
        one["document"] = (one["document"] or "")[:SHOWN_HASH]
    for title, empty in _TITLES.items():
        rows: Any = result[title]
        if rows or empty:
            output.result(None, False, f"\n{title}:")
            output.table(rows, list(rows[0]) if rows else (), empty)


async def _watch(
    database: Database, tenant: str, seconds: float, quiet: bool
) -> tuple[dict[str, Statement], Counter[str], int, float]:
    statements: dict[str, Statement] = {}
    waits: Counter[str] = Counter()
    began, samples = time.monotonic(), 0
    with output.progress(not quiet) as report:
        while (past := time.monotonic() - began) < seconds:
            report(f"watching {tenant}, s", int(past), int(seconds))
            for row in await database.rows("profile_sample", tenant):
                statement = statements.setdefault(_TRACE.sub("", row["query"]), Statement())
                statement.samples += 1
                run = (row["pid"], row["began"])
                statement.runs[run] = max(statement.runs.get(run, 0.0), row["seconds"])
                waits[row["waits"]] += 1
            samples += 1
            await asyncio.sleep(max(0.0, began + samples * EVERY - time.monotonic()) if past < seconds else 0)
    return statements, waits, samples, time.monotonic() - began


async def _tables(database: Database, tenant: str) -> dict[str, Row]:
    return {row["name"]: row for row in await database.rows("profile_tables", tenant)}


def _requests(
    now: Mapping[figures.Sample, float], before: Mapping[figures.Sample, float], seconds: float
) -> dict[str, Any]:
    p50, p99 = figures.quantile(now, before, 0.5), figures.quantile(now, before, 0.99)
    return {
        "requests": int(figures.grown(now, before, "requests_total")),
        "p50_ms": None if p50 is None else p50 * 1000,
        "p99_ms": None if p99 is None else p99 * 1000,
        "database_seconds": round(figures.grown(now, before, "database_seconds_total"), 2),
        "connections_at_work": round(figures.grown(now, before, "database_seconds_total") / seconds, 2),
        "answers_kb": int(figures.grown(now, before, "response_bytes_total") / 1024),
    }


def _operations(
    before: Sequence[Mapping[str, Any]] | None, after: Sequence[Mapping[str, Any]] | None, seconds: float
) -> list[dict[str, Any]]:
    """Those that had requests. The last, without a document, has the rest."""
    # The rest: documents that others have displaced, or that do not compile.
    then = {(one["operation"], one["document"]): one for one in before or ()}
    rows, rest = [], dict.fromkeys(_SUMS, 0.0)
    for one in after or ():
        known = then.get((one["operation"], one["document"]), {})
        grown = {name: max(one[name] - known.get(name, 0), 0) for name in _SUMS}
        if one["document"] is None:
            rest = {name: rest[name] + grown[name] for name in _SUMS}
            continue
        rest = {name: rest[name] - grown[name] for name in _SUMS}
        if grown["requests"]:
            rows.append(_operation(one, grown, seconds))
    rows.sort(key=lambda row: -row["time_s"])
    rows = rows[:MOST]
    if round(rest["requests"]) > 0:
        rows.append(_operation({"operation": "(others)", "document": None, "kind": None, "sql": ""}, rest, seconds))
    return rows


def _operation(about: Mapping[str, Any], grown: Mapping[str, float], seconds: float) -> dict[str, Any]:
    requests = round(grown["requests"])
    return {
        "operation": about["operation"] or "(no name)",
        "document": about["document"],
        "kind": about["kind"],
        "requests": requests,
        "per_s": round(requests / seconds, 1),
        "errors": round(grown["errors"]),
        "time_s": round(grown["seconds"], 2),
        "mean_ms": round(grown["seconds"] / requests * 1000, 2),
        "database_ms": round(grown["databaseSeconds"] / requests * 1000, 2),
        "answer_kb": round(grown["bytes"] / requests / 1024, 1),
        "sql": about["sql"],
    }


def _of(text: str, operations: Sequence[Mapping[str, Any]]) -> str:
    """The names of the operations whose statement this is. (PostgreSQL may show its beginning alone.)"""
    found = (
        one["operation"]
        for one in operations
        if one["sql"] and (text.startswith(one["sql"]) or one["sql"].startswith(text))
    )
    return ", ".join(dict.fromkeys(found))


def _statements(
    statements: Mapping[str, Statement], samples: int, seconds: float, operations: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """time_s: about, as samples tell; runs: those that were seen, and of a short one that is a few."""
    ranked = sorted(statements.items(), key=lambda item: -item[1].samples)[:MOST]
    each = seconds / max(samples, 1)
    return [
        {
            "time_s": round(statement.samples * each, 2),
            "runs": len(statement.runs),
            "longest_ms": round(max(statement.runs.values()) * 1000, 1),
            "operation": _of(text, operations),
            "sql": " ".join(text.split()),
        }
        for text, statement in ranked
    ]


def _changed(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[dict[str, Any]]:
    rows = []
    for name, row in after.items():
        then = before.get(name)
        counts = {key: row[key] - (then[key] if then else 0) for key in _COUNTED}
        if any(counts.values()):
            pages = counts["hit"] + counts["read"]
            rows.append(
                {
                    "table": name,
                    "scans_whole": counts["seq_scan"],
                    "scans_index": counts["idx_scan"],
                    "rows_read": counts["seq_tup_read"] + counts["idx_tup_fetch"],
                    "inserted": counts["n_tup_ins"],
                    "updated": counts["n_tup_upd"],
                    "deleted": counts["n_tup_del"],
                    "cached": f"{counts['hit'] / pages:.1%}" if pages else None,
                }
            )
    rows.sort(key=lambda row: -row["rows_read"] - row["inserted"] - row["updated"] - row["deleted"])
    return rows[:MOST]
