"""./thingbase serve without what watches it: no figures, no shapes of access, no rates of tenants. For bench seen."""

import sys

from py_api.cli.__main__ import run
from py_api.engine.access_usage import AccessUsage
from py_api.engine.tenant_rates import Rates
from py_api.http.metrics import Metrics


def nothing(*_: object) -> None:
    """In place of what counts."""


if __name__ == "__main__":
    for counts, name in ((Metrics, "count"), (AccessUsage, "note"), (Rates, "of")):
        setattr(counts, name, nothing)
    sys.exit(run())
