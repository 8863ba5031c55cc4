"""The composition root: what a server process is made of, and its routes.

Workers are started as `py_api.app:create`, with their settings in the environment.
"""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from py_api import logs, tracing
from py_api.background import BackgroundTasks
from py_api.cache import Cache
from py_api.config import LOCAL_ORIGIN, Limits, Settings
from py_api.core import install
from py_api.database import Standbys, TenantFigures, TenantPools, open_connection, statement
from py_api.deadlines import Deadlines, late
from py_api.engine.engine import Engine
from py_api.errors import ApiError, Failure, Unavailable
from py_api.events.listeners import Listeners
from py_api.events.subscription_hub import SubscriptionHub
from py_api.http import graphiql, metrics, request_spans, worker_metrics
from py_api.http.auth import Authenticator
from py_api.http.auth_routes import PATH, AuthRoutes
from py_api.http.error_responses import error_response, headers_for
from py_api.http.graphql import GraphQL, compressed
from py_api.http.persisted import Persisted, manifest
from py_api.http.realtime_context import RealtimeContext
from py_api.http.request_parsing import Receive, Scope, Send, takes_gzip
from py_api.http.revocations import Revocations
from py_api.http.sign_in import SignIn
from py_api.http.sse import SSEHandler
from py_api.http.worker_metrics import WorkerMetrics
from py_api.principal import Principal
from py_api.single_flight import SingleFlight

SLUG = re.compile(r"[a-z0-9_]{1,63}")
READY_SECONDS = 0.9  # a second, with the way there and back
READ_ACROSS_SITES = ("X-Schema-Version", "X-Request-Id", "Retry-After", "X-Database-Position", "X-Staleness")


class App:
    """An ASGI application. /graphql is served without Starlette: its routing would cost more than all the rest."""

    def __init__(self, settings: Settings, engine: Callable[[TenantPools, Cache, Limits], Engine] = Engine) -> None:
        pools = settings.pools
        self.settings = settings

        def open_pools(url: str) -> TenantPools:
            return TenantPools(
                url,
                settings.secret,
                per_tenant=pools.per_tenant,
                total=pools.total,
                idle_seconds=pools.idle_seconds,
                wait_seconds=pools.wait_seconds,
                queue=pools.queue,
                statement_seconds=pools.statement_seconds,
            )

        self.pools = open_pools(settings.database_url)
        self.deadlines = Deadlines(pools.request_seconds, pools.schema_seconds)
        self.cache = Cache(settings.redis_url)
        self.engine = engine(self.pools, self.cache, settings.limits)
        if settings.standbys:
            self.engine.use_standbys(Standbys(self.pools, settings.standbys, open_pools))
        self.hub = SubscriptionHub(self.engine, settings.limits.subscriptions)
        self.engine.wrote = self.hub.wrote
        directory_url = settings.direct_url or settings.database_url
        self.listeners = Listeners(directory_url, self.pools.servers, self.engine, self.hub, self)
        self.revocations = Revocations(self.pools.servers)
        self.authenticator = Authenticator(settings, self.revocations)
        self.metrics = metrics.Metrics()
        folder = os.environ.get(worker_metrics.FOLDER)
        self.workers = WorkerMetrics(Path(folder), self.metrics) if folder else None
        self.figures = TenantFigures(self.pools.tenants, self.pools.servers)
        self.metrics.watch("pool", self.pools.sizes)
        self.metrics.watch_tenants(self.pools.tenant_sizes)
        self.metrics.watch_tenants(self.hub.tenant_metrics)
        self.metrics.watch_tenants(lambda: self.figures.of)
        self.metrics.watch("engine", self.engine.metrics)
        self.metrics.watch("events", self.hub.metrics)
        trusted = manifest(settings.persisted)
        persisted = Persisted(
            self.cache, trusted, self._document, self._owner, settings.limits.document, only=settings.persisted_only
        )
        self.realtime = RealtimeContext(
            self.engine, self.hub, self.authenticator, persisted, self.metrics, settings, self.deadlines
        )
        self.revocations.changed.append(self.realtime.end_revoked)
        self.metrics.watch("sockets", self.realtime.metrics)
        self.metrics.watch_tenants(self.realtime.tenant_metrics)
        sign_in = SignIn(settings, self.pools.tenants)
        self._auth = AuthRoutes(sign_in, self.deadlines, settings.client_header)
        event_streams = SSEHandler(self.realtime)
        for audience in (self.deadlines, self.hub, self.realtime, self.engine):
            self.pools.tenants.left.append(audience.tenant_left)
        for mover in (self.hub, self.engine):
            self.pools.tenants.moved.append(mover.tenant_moved)
        self._probing: SingleFlight[None, tuple[Any, ...] | None] = SingleFlight()
        self._background = BackgroundTasks()
        self._graphql: request_spans.Asgi = GraphQL(
            self.engine, self.authenticator, persisted, event_streams, self.metrics, settings, self.deadlines
        )
        if tracing.is_on():
            self._graphql = request_spans.over_http(self._graphql)
        self._version = install.newest()
        self._checksum = install.checksum()
        # A page of another site may call the API only where the operator has named that site.
        self._entry: Callable[[Scope, Receive, Send], Awaitable[None]] = self._routed
        if settings.origins or settings.local_origins:
            self._entry = CORSMiddleware(
                self._routed,
                settings.origins,
                ("GET", "POST"),
                ("*",),  # whatever the page's libraries add: sentry-trace, apollo-require-preflight, ...
                allow_origin_regex=LOCAL_ORIGIN.pattern if settings.local_origins else None,
                expose_headers=READ_ACROSS_SITES,
            )
        self._others = Starlette(
            lifespan=self._lifespan,
            routes=[
                Route("/health", self._health),
                Route("/ready", self._ready),
                Route("/schema.graphql", self._sdl),
                Route("/metrics", self._metrics),
                Route("/metrics/operations", self._operations),
                *graphiql.routes,
            ],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._entry(scope, receive, send)

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/graphql":
            await self._graphql(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(PATH):
            await self._auth(scope, receive, send)
        else:
            await self._others(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[dict[str, Any]]:
        beside = [asyncio.create_task(self.listeners.run()), asyncio.create_task(self.engine.run())]
        if self.workers is not None:
            beside.append(asyncio.create_task(self.workers.run()))
        if parent := os.environ.get("THINGBASE_WORKER_OF"):
            beside.append(asyncio.create_task(_end_with(int(parent))))
        try:
            yield {"realtime": self.realtime}
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            self.revocations.close()
            await self.hub.close()
            await self.engine.close()
            await self.pools.close()
            await self.cache.close()
            await tracing.close()

    async def _document(self, tenant: str, digest: str) -> str | None:
        async with self.pools.connection(tenant) as connection:
            row = await connection.fetch_values(statement("persisted_document"), (tenant, digest))
        return str(row[0]) if row and row[0] is not None else None

    async def _owner(self, principal: Principal) -> str | None:
        await self.engine.admit(principal)
        return (await self.pools.tenants.find(principal.tenant)).id if principal.tenant is not None else None

    async def _health(self, _request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok\n")

    async def _ready(self, _request: Request) -> Response:
        """The database takes connections and answers; its core works with this program (install.unfit)."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                row = await self._probing.run(None, self._probe)
        except (Failure, TimeoutError):
            return JSONResponse({"ready": False, "why": "the database does not answer"}, 503)
        version, checksum, oldest_program = row or (None, None, None)
        if why := install.unfit(self._version, version, oldest_program):
            return JSONResponse({"ready": False, "why": why}, 503)
        core = "current" if checksum == self._checksum else "of another version"
        return JSONResponse({"ready": True, "core": core, "listening": self.listeners.directory.connected})

    async def _probe(self) -> tuple[Any, ...] | None:
        """By a new connection each time: the old ones answer also where no others can be had. One probe at a time."""
        async with asyncio.timeout(READY_SECONDS):
            connection = await open_connection(self.settings.database_url, name="thingbase ready")
            try:
                return await connection.fetch_values(statement("core_version"))
            finally:
                connection.close()

    def tenant_left(self, tenant: str) -> None:
        self.revocations.look(None)  # whose slug it is may change
        self.pools.tenants.forget(tenant)

    def tenant_moved(self, tenant: str, server: str | None) -> None:
        self.pools.tenants.relocate(tenant, server)

    def servers_changed(self) -> None:
        self.pools.servers.tell()

    def crowded(self, tenant: str) -> None:
        self.pools.crowded(tenant)

    def tokens_revoked(self, server: str | None) -> None:
        self.revocations.look(server)

    def listener_back(self, server: str | None) -> None:
        """What was said of tenants meanwhile has not been heard."""
        self.revocations.look(server)

        async def recheck() -> None:
            with suppress(Failure):
                await self.pools.tenants.recheck()

        self._background.start(recheck())

    async def _sdl(self, request: Request) -> Response:
        """The schema of the token's tenant, as its role sees it."""
        try:
            principal = await self.authenticator.authenticate(request.headers.get("authorization", "").encode())
            async with asyncio.timeout(self.deadlines.seconds):
                text = await self.engine.sdl(principal)
        except (ApiError, Unavailable, TimeoutError) as error:
            failed = error_response(late(self.deadlines.seconds) if isinstance(error, TimeoutError) else error, "")
            headers = {name.decode(): value.decode() for name, value in headers_for(failed)}
            return JSONResponse({"errors": failed.errors}, failed.status, headers)
        headers = {"vary": "accept-encoding"}
        if takes_gzip(request.headers.get("accept-encoding", "").encode()):
            text, headers["content-encoding"] = await compressed(text), "gzip"
        return Response(text, headers=headers, media_type="application/graphql; charset=utf-8")

    async def _metrics(self, request: Request) -> Response:
        if (refused := _without_metrics(request, self.settings)) is not None:
            return refused
        await self.figures.refresh(self.metrics.tenants.shown)
        text = self.metrics.text() if self.workers is None else await self.workers.text()
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    async def _operations(self, request: Request) -> Response:
        """What the operations of a tenant have cost, for `profile`."""
        if (refused := _without_metrics(request, self.settings)) is not None:
            return refused
        tenant = request.query_params.get("tenant", "")
        if SLUG.fullmatch(tenant) is None:
            return PlainTextResponse("?tenant= names a tenant by its slug\n", 400)
        own = self.metrics.operations.of
        return JSONResponse(own(tenant) if self.workers is None else await self.workers.operations(tenant))


def _without_metrics(request: Request, settings: Settings) -> Response | None:
    """The answer to who may not read metrics."""
    client = request.client.host if request.client else ""
    if metrics.may_read(request.headers, client, settings.metrics_token, settings.metrics_local):
        return None
    why = "the token is another one" if settings.metrics_token else "THINGBASE_METRICS_TOKEN is not set"
    return PlainTextResponse(f"metrics need a token: {why}\n", 403)


async def _end_with(parent: int) -> None:
    """A worker whose supervisor was killed would serve on, on a port that the next one wants."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells us but looking
        await asyncio.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def create() -> App:
    """The application of a worker process."""
    logs.configure()
    tracing.configure()
    return App(Settings.from_environment())
