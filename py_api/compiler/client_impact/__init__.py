"""From one version of a schema to a later one: what a client's documents meet on the way (pure)."""

from py_api.compiler.client_impact.changes import Changes, Step
from py_api.compiler.client_impact.comparison import Comparison
from py_api.compiler.client_impact.impact import Impact, Status, as_json, impact, invalid
from py_api.compiler.client_impact.past_names import PastNames

__all__ = ["Changes", "Comparison", "Impact", "PastNames", "Status", "Step", "as_json", "impact", "invalid"]
