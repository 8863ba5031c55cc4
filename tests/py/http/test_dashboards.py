"""docs/grafana.json and docs/alerts.yml name metrics that /metrics has."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from py_api.config import ROOT
from py_api.engine.engine import Engine
from tests.support.api import Served

pytestmark = pytest.mark.once
ALERTS = ROOT / "docs/alerts.yml"


@pytest.fixture
def known(serve: Callable[..., Served]) -> set[str]:
    """Names of all samples that there can be."""
    text = serve(Engine).client.get("/metrics").text
    names: set[str] = set()
    for name, kind in re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE):
        names |= {f"{name}_bucket", f"{name}_sum", f"{name}_count"} if kind == "histogram" else {name}
    return names


def named(text: str) -> set[str]:
    return set(re.findall(r"\bthingbase_\w+", text))


def test_the_dashboard(known: set[str]) -> None:
    board: dict[str, Any] = json.loads((ROOT / "docs/grafana.json").read_text())
    targets = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    used = set().union(*map(named, targets))
    assert used <= known
    tenants = {name for name in known if name.startswith("thingbase_tenant_") and not name.endswith(("_sum", "_count"))}
    assert tenants <= used, "all that is known by tenant is shown"


def test_the_alerts(known: set[str]) -> None:
    (group,) = yaml.safe_load(ALERTS.read_text())["groups"]
    for rule in group["rules"]:
        assert named(rule["expr"]) <= known, rule["alert"]
        assert named(rule["expr"]) or 'job="thingbase"' in rule["expr"]
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in ("warning", "critical")


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool (Debian: prometheus)")
def test_the_alerts_by_promtool() -> None:
    checked = subprocess.run(["promtool", "check", "rules", ALERTS], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
