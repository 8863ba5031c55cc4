"""The one package that talks to PostgreSQL."""

from py_api.database.commands import Database, Row, connect, create_database
from py_api.database.connection import READ_ONLY, TOOK_TOO_LONG, Connection, open_connection
from py_api.database.pools import TenantPools
from py_api.database.query_files import statement
from py_api.database.servers import Server
from py_api.database.standbys import Freshness, Standbys
from py_api.database.tenant_figures import TenantFigures
from py_api.database.tenants import Identity

__all__ = [
    "READ_ONLY", "TOOK_TOO_LONG", "Connection", "Database", "Freshness", "Identity", "Row", "Server", "Standbys",
    "TenantFigures", "TenantPools", "connect", "create_database", "open_connection", "statement",
]  # fmt: skip
