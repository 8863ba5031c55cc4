"""GraphQL over Server-Sent Events, in distinct connections mode: a request, and a stream of what it gives.

The protocol: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md. `id:` is the cursor; who comes back with
Last-Event-ID goes on from there. What fails before the engine keeps its status, so that a browser's EventSource gives
up; what the engine says comes as `next` with status 200, because that is all that one can read.
"""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graphql import OperationType

from py_api import json_text, logs
from py_api.deadlines import Run, late
from py_api.engine.request import NOBODY, GraphQLRequest
from py_api.errors import ApiError
from py_api.http import request_parsing
from py_api.http.auth import expired, unauthenticated
from py_api.http.error_responses import ErrorResponse, error_response, headers_for
from py_api.http.outbound_buffer import OutboundBuffer
from py_api.http.realtime_context import RealtimeContext
from py_api.http.request_parsing import EVENTS, Gone, Headers, Message, Parameters, Receive, Scope, Send
from py_api.http.revocations import revoked
from py_api.http.uvicorn_protocol import HttpProtocol, connection_of, watch_client
from py_api.principal import Principal

if TYPE_CHECKING:
    from py_api.events.subscription_group import Subscription

DRAIN_SECONDS = 1.0  # for the end of a stream
_COMPLETE = b"event: complete\ndata:\n\n"  # with data, without which a browser does not tell of an event
_OPEN = b":\n\n"
_TYPE = (b"content-type", EVENTS + b"; charset=utf-8")
_UNTOUCHED = ((b"cache-control", b"no-store"), (b"x-accel-buffering", b"no"))  # by proxies; nginx would wait for more
_BREAK = re.compile(rb"\r\n|\r|\n")


class SSEHandler:
    """Answers the requests that ask for an event stream."""

    def __init__(self, context: RealtimeContext) -> None:
        self._context = context

    async def __call__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        headers: Headers,
        request_id: str,
        done: Callable[[int, str], None],
    ) -> None:
        """done: called with the status and the error's code once the answer is there or the stream has begun."""
        engine = self._context.engine
        heard, stream = False, None
        run: Run | None = None
        client: HttpProtocol | None = None
        failed: ErrorResponse | None = None
        principal: Principal | None = None
        body = b""
        try:
            principal = await self._asks(scope, headers)
            if (record := logs.record.get()) is not None:
                record.tenant = principal.tenant
            sent, parameters = await self._asked(scope, receive, headers, principal)
            heard = True
            run = self._context.deadlines.begin(principal.tenant)
            client = watch_client(scope, run)
            subscribes = await engine.kind(principal, sent) is OperationType.SUBSCRIPTION
            await self._context.persisted.keep(principal, parameters)
            if subscribes:
                self._context.admit()
                await self._context.enter(principal)
                stream = _EventStream(self._context, connection_of(scope), principal, scope["http_version"] != "1.0")
            else:
                answer = await engine.execute(principal, replace(sent, read_only=scope["method"] == "GET"))
                body, failed = answer.body, None if answer.executed else ErrorResponse.of(answer)
        except Gone:
            return
        except asyncio.CancelledError:
            if run is None or run.reason is None:
                raise
            if (late := run.cancelled()) is None:
                return
            failed = error_response(late, request_id)
        except Exception as error:  # the client gets an answer, whatever failed
            failed = error_response(error, request_id)
        finally:
            if run is not None:
                self._context.deadlines.end(run)
            if client is not None:
                client.run = None
        if stream is not None:
            done(200, "")
            await stream.serve(send, sent, request_parsing.last_event_id(headers), request_id)
            return
        if failed is not None and principal is not None:
            await engine.budget.refuse(principal.tenant or NOBODY, failed.status)
        body = _next(body if failed is None else _result(failed.errors)) + _COMPLETE
        status = 200 if failed is None or (heard and failed.status < 500) else failed.status
        more = headers_for(failed) if failed is not None and (status != 200 or failed.retry_after) else []
        length = (b"content-length", b"%d" % len(body))
        await send(_head(status, request_id, length, *more))
        await send({"type": "http.response.body", "body": body})
        done(status, failed.code if failed else "")

    async def _asks(self, scope: Scope, headers: Headers) -> Principal:
        """Who. A browser's EventSource cannot send headers: the query string of a GET may have an access_token."""
        context, method = self._context, scope["method"]
        authorization, in_url = headers.get(b"authorization"), False
        if method == "GET":
            token = request_parsing.access_token(scope["query_string"])
            if token is None:
                request_parsing.check_preflight(headers)
            elif authorization is None:
                authorization, in_url = b"Bearer " + token, True
        elif method != "POST":
            raise ApiError("use POST or GET", "METHOD_NOT_ALLOWED", 405)
        principal = await context.authenticator.authenticate(authorization)
        if in_url and principal.expires - time.time() > (limit := context.bounds.url_token_seconds):
            # URLs end up in logs and histories: what is found there must be worth little.
            raise unauthenticated(f"a token in a URL may be good for {limit:g} seconds at most")
        return principal

    async def _asked(
        self, scope: Scope, receive: Receive, headers: Headers, principal: Principal
    ) -> tuple[GraphQLRequest, Parameters]:
        context = self._context
        parameters = await request_parsing.parameters_of(
            scope, receive, headers, context.limits.body, context.engine, principal
        )
        key, seen = request_parsing.idempotency_key(headers), request_parsing.schema_version(headers)
        return await context.persisted.request(principal, parameters, key, seen), parameters


class _EventStream:
    """The sink of one subscription. Like a WebSocket, it writes past ASGI.

    chunked: not for HTTP/1.0, which does not know chunks: there the end of the connection is the end of the body.
    """

    def __init__(self, context: RealtimeContext, connection: HttpProtocol, principal: Principal, chunked: bool) -> None:
        self._context = context
        self._bounds = context.bounds
        self._connection = connection
        self.principal = principal
        self._framed = _chunk if chunked else _plain
        self._loop = asyncio.get_running_loop()
        self._outbound = OutboundBuffer(
            connection.plain, context.scheduler, self._bounds.buffer, self._bounds.stall_seconds, self._slow
        )
        self._over: asyncio.Future[None] = self._loop.create_future()
        self._subscription: Subscription | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._name = context.name()
        self._cursor: str | None = None  # nothing is to come before it
        self._wrote = time.monotonic()

    async def serve(self, send: Send, sent: GraphQLRequest, after: str | None, request_id: str) -> None:
        """From its head to its end."""
        self._context.streams += 1
        self._context.event_streams.add(self)
        self._connection.attach(self)
        try:
            await send(_head(200, request_id, *_UNTOUCHED))
            self._connection.transport.write(self._framed(_OPEN))  # with the head, which waits for it
            self._look()
            try:
                await self._context.authenticator.check(self.principal)  # it may have been revoked a moment ago
            except ApiError:
                self.revoked()
            else:
                await self._subscribe(sent, after, request_id)
            await self._over
            try:
                async with asyncio.timeout(DRAIN_SECONDS):
                    await send({"type": "http.response.body", "body": b""})
            except TimeoutError:
                self._connection.plain.abort()
        finally:
            self._context.streams -= 1
            self._context.event_streams.discard(self)
            self._context.leave(self.principal)
            self.stop()
            self._connection.attach(None)

    async def _subscribe(self, sent: GraphQLRequest, after: str | None, request_id: str) -> None:
        try:
            async with asyncio.timeout(seconds := self._context.deadlines.seconds):
                subscription = await self._context.hub.subscribe(self.principal, sent, self, after)
        except TimeoutError:
            self.ended([late(seconds).as_json()])
            return
        except Exception as error:  # the client gets an answer, whatever failed
            failed = error_response(error, request_id)
            await self._context.engine.budget.refuse(self.principal.tenant or NOBODY, failed.status)
            self.ended(failed.errors)
            return
        if self._over.done():
            subscription.cancel()
        else:
            self._subscription = subscription

    # --- as a sink ------------------------------------------------------------------------------------------------

    def event(self, body: bytes, cursor: str) -> None:
        self._context.messages += 1
        shared, head = self._context.chunks, cursor.encode()
        if shared.body is not body or shared.head != head:
            shared.body, shared.head, shared.frame = body, head, _chunk(b"id: %b\n%b" % (head, _next(body)))
        self._cursor, self._wrote = None, time.monotonic()
        self._outbound.add(shared.frame if self._framed is _chunk else b"id: %b\n%b" % (head, _next(body)))

    def beat(self, cursor: str) -> None:
        self._cursor = cursor

    def ended(self, errors: list[dict[str, Any]]) -> None:
        if not self._over.done():
            self._write(self._framed((_next(_result(errors)) if errors else b"") + _COMPLETE))
            self.stop()

    async def ready(self) -> None:
        await self._outbound.ready()

    # --- what the connection says ---------------------------------------------------------------------------------

    def revoked(self) -> None:
        self.ended([revoked().as_json()])

    def pause(self) -> None:
        self._outbound.pause()

    def resume(self) -> None:
        self._outbound.resume()

    def stop(self) -> None:
        """The client has gone, or the server stops: without `complete`, for which the client would not come back."""
        if not self._over.done():
            self._over.set_result(None)
            self._outbound.flush()
            self._outbound.close()
            if self._timer is not None:
                self._timer.cancel()
            if self._subscription is not None:
                self._subscription.cancel()

    # --- the rest -------------------------------------------------------------------------------------------------

    def _write(self, chunk: bytes) -> None:
        self._cursor, self._wrote = None, time.monotonic()
        self._outbound.write(chunk)

    def _look(self) -> None:
        """Now and then."""
        left = self.principal.expires - time.time()
        if left <= 0:
            self.ended([expired().as_json()])
        elif self._outbound.stuck():
            self._slow("it takes nothing")
        else:
            if time.monotonic() - self._wrote >= self._bounds.ping_seconds:
                self._write(self._framed(b":\n\n" if self._cursor is None else b"id: %b\n\n" % self._cursor.encode()))
            self._timer = self._loop.call_later(min(self._context.pause(), left), self._look)

    def _slow(self, why: str) -> None:
        self._context.cut_off(self._name, why)
        self._connection.plain.abort()
        self.stop()


def _head(status: int, request_id: str, *headers: tuple[bytes, bytes]) -> Message:
    all_headers = [_TYPE, (b"x-request-id", request_id.encode()), *headers]
    return {"type": "http.response.start", "status": status, "headers": all_headers}


def _next(body: bytes) -> bytes:
    """body: an execution result. Line breaks of JSON are white space, but those of a stream are not."""
    return b"event: next\ndata: %b\n\n" % _BREAK.sub(b"\ndata: ", body)


def _result(errors: list[dict[str, Any]]) -> bytes:
    return json_text.dumps({"errors": errors}).encode()


def _plain(data: bytes) -> bytes:
    return data


def _chunk(data: bytes) -> bytes:
    """As a chunk of a body whose length is not known (RFC 9112)."""
    return b"%x\r\n%b\r\n" % (len(data), data)
