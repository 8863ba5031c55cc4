"""The one package that talks to PostgreSQL."""

from py_api.database.commands import Database, Row, connect, create_database
from py_api.database.connection import READ_ONLY, TOOK_TOO_LONG, Connection, open_connection
from py_api.database.pools import TenantPools
from py_api.database.query_files import statement
from py_api.database.tenant_figures import TenantFigures

__all__ = [
    "READ_ONLY", "TOOK_TOO_LONG", "Connection", "Database", "Row", "TenantFigures", "TenantPools", "connect",
    "create_database", "open_connection", "statement",
]  # fmt: skip
