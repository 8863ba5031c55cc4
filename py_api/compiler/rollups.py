"""What the API reads of rollups beside their rows."""

from py_api.compiler.context import Context
from py_api.compiler.fragment import Fragment, number, sql
from py_api.schema.definitions import Definition


def refreshed_at(context: Context, connection: Definition) -> Fragment:
    """When the figures of a rollup were right: now where they are kept at each write; null before they are filled."""
    assert connection.class_id is not None
    rollup = context.catalog.class_of(connection.class_id).rollup
    moment = sql("now()") if rollup["refresh"] == "immediate" else sql("_r.refreshed_at")
    return sql("(select {} from thing_rollups _r where _r.class_id = {})", moment, number(connection.class_id))
