"""graphql-transport-ws: what client and server say to each other over a WebSocket.

The protocol: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. Queries and mutations may be sent, too.
"""

import asyncio
import json
import time
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from graphql import OperationType

from py_api import json_text, logs, tracing
from py_api.background import BackgroundTasks
from py_api.cpu_budget import LARGE, Spent
from py_api.deadlines import GONE, Run
from py_api.engine.request import NOBODY
from py_api.errors import ApiError
from py_api.fair_share import SOCKET_SECONDS
from py_api.http import request_parsing, request_spans
from py_api.http.auth import LONGEST_TOKEN
from py_api.http.error_responses import ErrorResponse, error_response
from py_api.http.outbound_buffer import OutboundBuffer
from py_api.http.realtime_context import RealtimeContext, text_frame
from py_api.http.request_parsing import Parameters
from py_api.principal import Principal

if TYPE_CHECKING:
    from py_api.events.subscription_group import Subscription

SUBPROTOCOL = "graphql-transport-ws"
LONGEST_ID = 256  # characters
LONGEST_FIRST = 2 * LONGEST_TOKEN  # bytes of a message of a client that has not said yet who it is
_ACK = b'{"type":"connection_ack"}'
_GOING = (1001, "the server stops")


class Close(Exception):
    """What the protocol closes the connection for."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection(Protocol):
    """What the protocol is spoken over (websocket.py)."""

    name: str
    tasks: BackgroundTasks
    outbound: OutboundBuffer

    def send(self, text: bytes) -> None: ...

    def close(self, code: int, reason: str) -> None: ...


class TransportWSHandler:
    """authorization: the header of the upgrade request, for clients whose connection_init has none."""

    def __init__(self, context: RealtimeContext, socket: Connection, authorization: str | None) -> None:
        self._context = context
        self.socket = socket
        self._authorization = authorization
        self._carrier: dict[str, Any] = {}  # of connection_init, which may name the trace that this is part of
        self._deadline = time.monotonic() + context.bounds.init_seconds
        self._initialised = self._leaving = self._ended = False
        self._refused = False  # something, since hear_long was last called
        self.principal: Principal | None = None
        self._running: dict[str, _Running] = {}
        self._numbers = count(1)
        context.handlers.add(self)

    # --- what the client says -------------------------------------------------------------------------------------

    @property
    def _tenant(self) -> str:
        """On whose budget it is."""
        return (self.principal.tenant if self.principal is not None else None) or NOBODY

    def takes_long(self, size: int) -> bool:
        """Whether a message of so many bytes is for hear_long. Raises Close."""
        if self.principal is None:
            if size > LONGEST_FIRST:
                raise Close(4400, f"before connection_ack a message may have {LONGEST_FIRST} bytes")
            return False
        return size >= LARGE or (self._refused and self._context.engine.budget.owes(self._tenant))

    def hear(self, text: str) -> None:
        """One message. Raises Close."""
        self._heard(_parsed(text), len(text))

    async def hear_long(self, text: str) -> None:
        """The same, beside the event loop, and not before the tenant's budget allows it."""
        self._refused = False
        budget = self._context.engine.budget
        self._heard(await budget.run(self._tenant, lambda: _parsed(text), Spent.WAIT), len(text))

    def _heard(self, message: dict[str, Any], size: int) -> None:
        kind, payload = message.get("type"), message.get("payload")
        match kind:
            case "subscribe":
                self._subscribe(_id(message), payload, size)
            case "complete":
                if (running := self._running.get(_id(message))) is not None:
                    self.finish(running)
            case "connection_init":
                if self._initialised:
                    raise Close(4429, "Too many initialisation requests")
                self._initialised = True
                self.socket.tasks.start(self._initialise(_object({} if payload is None else payload)))
            case "ping" | "pong":
                _object({} if payload is None else payload)
                if kind == "ping":
                    echoed = {} if payload is None else {"payload": payload}
                    self.socket.send(json_text.dumps({"type": "pong", **echoed}).encode())
            case _:
                raise Close(4400, "a message has an unknown type")

    async def _initialise(self, payload: dict[str, Any]) -> None:
        self._carrier = payload if tracing.is_on() else {}
        try:
            authorization = _authorization(payload) or self._authorization or ""
            principal = await self._context.authenticator.authenticate(authorization.encode())
            await self._context.engine.share.turn(principal.tenant or NOBODY, SOCKET_SECONDS)
            await self._context.enter(principal)
        except ApiError as error:
            # Clients take either for something that may go better with another token, or later.
            self.socket.close(4403 if error.status < 500 else 1013, f"{error.code}: {error.message}")
        else:
            if self._ended:
                self._context.leave(principal)
                return
            self.principal = principal
            try:
                await self._context.authenticator.check(principal)  # what was revoked meanwhile was not heard here
            except ApiError:
                self.revoked()
            else:
                self.socket.send(_ACK)

    def _subscribe(self, name: str, payload: Any, size: int) -> None:
        if self.principal is None:
            raise Close(4401, "Unauthorized")
        if name in self._running:
            raise Close(4409, f"Subscriber for {name} already exists")
        if self._leaving:
            return  # it will be asked again, on another connection
        asked = _object(payload)
        try:
            parameters = request_parsing.parameters(asked, size)
            seen, key = _extensions(asked.get("extensions") or {})
        except ApiError as error:
            raise Close(4400, error.message) from None
        running = _Running(self, self._context, name)
        if len(self._running) >= (limit := self._context.bounds.operations):
            refusal = ApiError(
                f"a connection may have at most {limit} of them at once", "SUBSCRIPTION_LIMIT", 429, limit=limit
            )
            running.say("error", [refusal.as_json()])
            self._refused = True
            self._context.engine.budget.charge_refusal(self._tenant)
            return
        self._running[name] = running
        self._context.operations += 1
        work = self._run(running, self.principal, parameters, seen, key)
        if tracing.is_on():
            work = request_spans.over_websocket(work, (asked.get("extensions") or {}, self._carrier))
        self.socket.tasks.start(work)

    # --- operations -----------------------------------------------------------------------------------------------

    async def _run(
        self, running: "_Running", principal: Principal, parameters: Parameters, seen: int | None, key: str | None
    ) -> None:
        """Stops what the client has given up or left behind. A commit under way is finished, but not answered."""
        started, request_id = perf_counter(), f"{self.socket.name}/{next(self._numbers)}"
        logs.request_id.set(request_id)
        logs.record.set(logs.RequestRecord(principal.tenant))
        failed: ErrorResponse | None = None
        size = 0
        context = self._context
        running.run = context.deadlines.begin(principal.tenant)
        try:
            sent = await context.persisted.request(principal, parameters, key, seen)
            subscribes = await context.engine.kind(principal, sent) is OperationType.SUBSCRIPTION
            await context.persisted.keep(principal, parameters)
            if subscribes:
                running.streams = True
                subscription = await context.hub.subscribe(principal, sent, running)
                if running.over:
                    subscription.cancel()
                else:
                    running.subscription = subscription
                context.opened(started)
                return
            answer = await context.engine.execute(principal, sent)
            if answer.executed:
                await self.socket.outbound.ready()
                size = len(answer.body)
                running.answer(answer.body)
            else:
                failed = ErrorResponse.of(answer)
        except asyncio.CancelledError:
            if running.run.reason is None:
                raise
            if (late := running.run.cancelled()) is None:
                return
            failed = error_response(late, request_id)
        except Exception as error:  # the client gets an answer, whatever failed
            failed = error_response(error, request_id)
        finally:
            context.deadlines.end(running.run)
            running.run = None
        if failed is not None:
            self._refused = True
            await context.engine.budget.refuse(self._tenant, failed.status)
            running.ended(failed.errors)
        context.count(failed, started, size)

    def finish(self, running: "_Running") -> None:
        if not running.over:
            running.stop()
            del self._running[running.name]
            self._context.operations -= 1
            if self._leaving and not self._running:
                self.socket.close(*_GOING)

    # --- what the connection says ---------------------------------------------------------------------------------

    def remaining(self) -> float:
        """Seconds until there is something to check."""
        if self.principal is None:
            return self._deadline - time.monotonic()
        return self.principal.expires - time.time()

    def check(self) -> None:
        """Raises Close when the client has taken too long to say who it is, or its token has ended."""
        if self.remaining() > 0:
            return
        if self.principal is None:
            raise Close(4408, "Connection initialisation timeout")
        raise Close(4403, "TOKEN_EXPIRED: the token has expired")

    def tenant_left(self, slug: str) -> None:
        if self.principal is not None and self.principal.tenant == slug:
            self.socket.close(4403, "TENANT_CHANGED: the tenant was suspended, renamed or dropped")

    def revoked(self) -> None:
        self.socket.close(4403, "TOKEN_REVOKED: the token was revoked")

    def shut_down(self) -> None:
        self._leaving = True
        for running in [one for one in self._running.values() if one.streams]:
            self.finish(running)
        if not self._running:
            self.socket.close(*_GOING)

    def end(self) -> None:
        """The client is gone."""
        if not self._ended and self.principal is not None:
            self._context.leave(self.principal)
        self._ended = True
        self._context.handlers.discard(self)
        running, self._running = list(self._running.values()), {}
        self._context.operations -= len(running)
        for one in running:
            one.stop()


class _Running:
    """An operation of a connection, and the sink of its events."""

    __slots__ = ("_context", "_handler", "_head", "_outbound", "name", "over", "run", "streams", "subscription")

    def __init__(self, handler: TransportWSHandler, context: RealtimeContext, name: str) -> None:
        self._handler = handler
        self._outbound = handler.socket.outbound
        self._context = context
        self.name = name
        self.over = False
        self.streams = False
        self.run: Run | None = None  # while it is being answered
        self.subscription: Subscription | None = None
        self._head = b'{"id":%b,"type":"next","payload":' % json.dumps(name).encode()

    # --- as a sink ------------------------------------------------------------------------------------------------

    def event(self, body: bytes, cursor: str) -> None:  # the cursor is in the body, if asked for
        if self.over:
            return
        self._context.messages += 1
        shared = self._context.frames
        if shared.body is not body or shared.head != self._head:
            shared.body, shared.head, shared.frame = body, self._head, self._frame(body)
        self._outbound.add(shared.frame)

    def beat(self, cursor: str) -> None:
        """Nothing: the connection is kept alive by pings."""

    def ended(self, errors: list[dict[str, Any]]) -> None:
        if not self.over:
            self.subscription = None
            self.say("error", errors) if errors else self.say("complete")
            self._handler.finish(self)

    async def ready(self) -> None:
        await self._outbound.ready()

    # --- the rest -------------------------------------------------------------------------------------------------

    def answer(self, body: bytes) -> None:
        """The whole of what a query or a mutation gives."""
        if not self.over:
            self._outbound.write(self._frame(body))
            self.ended([])

    def say(self, kind: str, payload: Any = None) -> None:
        extra = {} if payload is None else {"payload": payload}
        self._handler.socket.send(json_text.dumps({"id": self.name, "type": kind, **extra}).encode())

    def stop(self) -> None:
        self.over = True
        if self.run is not None:
            self.run.cut(GONE)
        if self.subscription is not None:
            self.subscription.cancel()
            self.subscription = None

    def _frame(self, body: bytes) -> bytes:
        return b"%b%b%b}" % (text_frame(len(self._head) + len(body) + 1), self._head, body)


# --- what is in a message -------------------------------------------------------------------------------------------


def _parsed(text: str) -> dict[str, Any]:
    try:
        return _object(request_parsing.parse_json(text))
    except ApiError as error:
        raise Close(4400, error.message) from None


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Close(4400, "a message is an object, and so is its payload")
    return value


def _id(message: dict[str, Any]) -> str:
    name = message.get("id")
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_ID:
        raise Close(4400, f"an id is a string of 1 to {LONGEST_ID} characters")
    return name


def _authorization(payload: dict[str, Any]) -> str | None:
    """As {"authorization": ...} or {"headers": {"authorization": ...}}, in whatever case."""
    for where in (payload, payload.get("headers")):
        if isinstance(where, dict):
            for key, value in where.items():
                if key.lower() == "authorization" and isinstance(value, str):
                    return value
    return None


def _extensions(extensions: dict[str, Any]) -> tuple[int | None, str | None]:
    """What over HTTP are the headers X-Schema-Version and Idempotency-Key."""
    sent = {b"x-schema-version": extensions.get("schemaVersion"), b"idempotency-key": extensions.get("idempotencyKey")}
    headers = {name: str(value).encode() for name, value in sent.items() if value is not None}
    return request_parsing.schema_version(headers), request_parsing.idempotency_key(headers)
