"""./thingbase serve: the production server."""

import asyncio

import click

from py_api import logs, tracing
from py_api.cli import output
from py_api.config import COMMAND, Settings
from py_api.core import install as core
from py_api.database import connect, pooler
from py_api.errors import Unavailable
from py_api.http import server


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Server processes.")
def serve(host: str, port: int, workers: int) -> int:
    """Serve GraphQL on a PostgreSQL and a Redis of your own.

    Needs DATABASE_URL and a secret: THINGBASE_SECRET, or THINGBASE_JWT_SECRET, or THINGBASE_JWKS with
    THINGBASE_SECRET. Without REDIS_URL, each process keeps its own cache. SIGTERM and Ctrl-C finish what is in flight.
    docs/operations.md has all settings.

    \b
    Example:
      DATABASE_URL=postgresql://... REDIS_URL=redis://... THINGBASE_SECRET=... \\
        ./thingbase serve --host 0.0.0.0 --workers 4
    """
    settings = Settings.from_environment()
    if settings.redis_url is None:
        output.say("REDIS_URL is not set: every process keeps its own cache.")
    asyncio.run(_check(settings))
    listening = server.bind(host, port)
    logs.configure()
    tracing.configure()
    output.say(f"GraphQL     {server.url_of(listening)}/graphql  ({workers} worker{'s' * (workers > 1)})")
    return server.run("py_api.app:create", listening, workers)


async def _check(settings: Settings) -> None:
    """A core that this program does not work with is refused, before anybody is served from it."""
    await pooler.check(settings.database_url, settings.direct_url)
    async with connect(settings.direct_url or settings.database_url) as database:
        state = await core.state(database)
    if not state.installed:
        raise Unavailable("no core is installed in this database", f"Run: {COMMAND} db install")
    if state.unfit:
        raise Unavailable(state.unfit, f"Run: {COMMAND} db upgrade" if state.missing else "Use the newer Thingbase.")
    if not state.current:
        output.say(f"Warning: the core in this database is of another version. {COMMAND} db check says more.")
