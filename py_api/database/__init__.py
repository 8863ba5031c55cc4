"""The one package that talks to PostgreSQL."""

from py_api.database.commands import Database, Row, connect, create_database
from py_api.database.connection import Connection, open_connection
from py_api.database.pools import TenantPools
from py_api.database.statements import statement

__all__ = ["Connection", "Database", "Row", "TenantPools", "connect", "create_database", "open_connection", "statement"]
