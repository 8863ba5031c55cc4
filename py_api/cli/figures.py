"""The figures of /metrics, of one server process or several together, as `top` and `profile` show them."""

import asyncio
import json
import os
import re
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from py_api.cli.options import data_folder
from py_api.config import Config
from py_api.errors import Unavailable
from py_api.http.operation_metrics import added

LOCAL = "http://127.0.0.1:8000"
TIMEOUT = 3  # seconds
_SAMPLE = re.compile(r'thingbase_tenant_(\w+)\{tenant="([^"]+)"(?:,(?:code|le)="([^"]*)")?\} (\S+)')

metrics_option = click.option(
    "--metrics",
    "urls",
    multiple=True,
    metavar="URL",
    help="/metrics of a server; repeatable. Default: that of the `up` that runs, else of port 8000 of this machine, if "
    "it answers. Its token: THINGBASE_METRICS_TOKEN.",
)

Sample = tuple[str, str]  # the name of a series, and its code or bound
Figures = Mapping[str, Mapping[Sample, float]]  # by tenant


def parsed(texts: Iterable[str]) -> dict[str, dict[Sample, float]]:
    """The series by tenant, added up over the servers."""
    tenants: dict[str, dict[Sample, float]] = defaultdict(lambda: defaultdict(float))
    for text in texts:
        for name, tenant, label, value in _SAMPLE.findall(text):
            tenants[tenant][name, label] += float(value)
    return tenants


def local(data: Path | None) -> str:
    """/metrics of the server process of this machine: that of `up`, unless DATABASE_URL names a database."""
    access = None if Config.from_environment().database_url else data_folder(data).access()
    return f"{(access and access.api_url) or LOCAL}/metrics"


async def read(urls: Sequence[str], default: str) -> dict[str, dict[Sample, float]] | None:
    """None where no server was named and none answers at the default. Errors: Unavailable."""
    try:
        return parsed(await asyncio.gather(*(asyncio.to_thread(_text, url) for url in urls or (default,))))
    except (OSError, ValueError) as error:
        if not urls:
            return None
        hint = "Is it running there, and is THINGBASE_METRICS_TOKEN its token?"
        raise Unavailable(f"no figures from {', '.join(urls)}: {error}", hint) from error


async def operations(urls: Sequence[str], default: str, tenant: str) -> list[dict[str, Any]] | None:
    """What the tenant's operations have cost since the servers began; None where one of them does not say."""
    try:
        asked = [f"{url}/operations?{urlencode({'tenant': tenant})}" for url in urls or (default,)]
        texts = await asyncio.gather(*(asyncio.to_thread(_text, url) for url in asked))
        return added(json.loads(text) for text in texts)
    except (OSError, ValueError):
        return None


def _text(url: str) -> str:
    token = os.environ.get("THINGBASE_METRICS_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the operator names it
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        text: bytes = answer.read()
    return text.decode()


def total(figures: Mapping[Sample, float], name: str) -> float:
    """Of all codes of a series."""
    return sum(value for (series, _), value in figures.items() if series == name)


def grown(now: Mapping[Sample, float], before: Mapping[Sample, float], name: str) -> float:
    """By how much a counter has grown."""
    return max(total(now, name) - total(before, name), 0.0)


def quantile(now: Mapping[Sample, float], before: Mapping[Sample, float], share: float) -> float | None:
    """Seconds that this share of the requests took at most, as far as the buckets tell; None without requests."""
    bounds = {bound: value for (name, bound), value in now.items() if name == "request_seconds_bucket"}
    counts = {b: value - before.get(("request_seconds_bucket", b), 0.0) for b, value in bounds.items()}
    wanted = counts.get("+Inf", 0.0) * share
    if wanted <= 0:
        return None
    return next((float(b) for b in sorted(counts, key=float) if counts[b] >= wanted), None)
