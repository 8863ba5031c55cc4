"""GraphQL over HTTP: one request, one operation, one answer. A bare ASGI callable, since every request passes here.

A request passes, in this order: method, preflight header (GET), token, Accept, Content-Type, size, JSON, parameters,
persisted documents, engine. What fails before the engine keeps its status in both media types; of what the engine
answers, application/json hides the client's errors behind 200, as the specification has it.
"""

import json
import re
import secrets
import zlib
from asyncio import CancelledError, sleep, to_thread
from dataclasses import replace
from itertools import count
from time import perf_counter

from py_api import logs
from py_api.compiler.operation import RequestError
from py_api.config import Settings
from py_api.database import Freshness
from py_api.deadlines import GONE, Deadlines
from py_api.engine.engine import Engine
from py_api.engine.request import NOBODY, Answer
from py_api.errors import ApiError
from py_api.fair_share import CONNECTION_SECONDS
from py_api.http import request_parsing
from py_api.http.access_log import AccessLog
from py_api.http.auth import Authenticator
from py_api.http.error_responses import error_response, headers_for
from py_api.http.metrics import Metrics
from py_api.http.persisted import Persisted
from py_api.http.request_parsing import EVENTS, LEGACY, STRICT, Gone, Headers, Receive, Scope, Send
from py_api.http.sse import SSEHandler
from py_api.http.uvicorn_protocol import watch_client
from py_api.principal import Principal

PIECE = 64 * 1024  # bytes of an answer that are written at once
COMPRESSED_FROM, COMPRESSED_ASIDE = 1024, 128 * 1024  # bytes; the larger ones in a thread
_TYPES = {kind: (b"content-type", kind + b"; charset=utf-8") for kind in (STRICT, LEGACY)}
_REQUEST_ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_ALLOWED = (b"allow", b"GET, POST")
_KEPT = {401, 403, 405, 429}  # client errors that application/json does not hide: they are about more than the document
_Pair = tuple[bytes, bytes]


class GraphQL:
    def __init__(
        self,
        engine: Engine,
        authenticator: Authenticator,
        persisted: Persisted,
        event_streams: SSEHandler,
        metrics: Metrics,
        settings: Settings,
        deadlines: Deadlines,
    ) -> None:
        self._engine = engine
        self._authenticator = authenticator
        self._persisted = persisted
        self._event_streams = event_streams
        self._metrics = metrics
        self._limits = settings.limits
        self._deadlines = deadlines
        self._has_standbys = bool(settings.standbys)
        self._access_log = AccessLog(settings)
        self._prefix = secrets.token_hex(4).encode()  # with a number behind, an id is unlike those of other processes
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = perf_counter()
        headers = request_parsing.headers_of(scope)
        sent_id = headers.get(b"x-request-id")
        if sent_id is not None and _REQUEST_ID.fullmatch(sent_id):
            request_id = sent_id
        else:
            request_id = b"%s-%x" % (self._prefix, next(self._numbers))
        logs.request_id.set(request_id.decode())  # of this request's task: nothing to reset
        record = logs.RequestRecord()
        logs.record.set(record)
        extra: list[_Pair] = []
        kind, code = STRICT, ""
        try:
            accept = headers.get(b"accept")
            kind = request_parsing.response_type(accept) if accept is not None else STRICT
            if kind is not EVENTS:
                status, body = await self._answer(scope, receive, headers, kind, extra, record)
        except Gone:
            return
        except Exception as error:  # the client gets an answer, whatever failed
            failed = error_response(error, request_id.decode())
            status, code = failed.status, failed.code
            record.code = code
            body = json.dumps({"errors": failed.errors}, ensure_ascii=False).encode()
            extra += headers_for(failed)
        if kind is EVENTS:
            await self._event_streams(
                scope,
                receive,
                send,
                headers,
                request_id.decode(),
                lambda status, code: self._done(scope, status, code, started, record),
            )
            return
        size = len(body)
        if size >= COMPRESSED_FROM:
            accepted = headers.get(b"accept-encoding")
            if accepted is not None and request_parsing.takes_gzip(accepted):
                body = await compressed(body)
                extra.append((b"content-encoding", b"gzip"))
            extra.append((b"vary", b"accept-encoding"))
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    _TYPES[kind],
                    (b"content-length", b"%d" % len(body)),
                    (b"x-request-id", request_id),
                    *extra,
                ],
            }
        )
        if len(body) > PIECE:
            await _send_in_pieces(send, body)
        else:
            await send({"type": "http.response.body", "body": body})
        self._done(scope, status, code, started, record, size)

    def _done(
        self, scope: Scope, status: int, code: str, started: float, record: logs.RequestRecord, size: int = 0
    ) -> None:
        seconds = perf_counter() - started
        self._metrics.count(status, code, seconds, record, size)
        self._access_log.request(scope["method"], scope["path"], status, code, seconds, record, size)

    async def _answer(
        self,
        scope: Scope,
        receive: Receive,
        headers: Headers,
        kind: bytes,
        extra: list[_Pair],
        record: logs.RequestRecord,
    ) -> tuple[int, bytes]:
        """Status and body; headers beyond the usual ones are appended to extra."""
        method = scope["method"]
        if method == "GET":
            extra.append((b"cache-control", b"no-store"))
            request_parsing.check_preflight(headers)
        elif method != "POST":
            raise ApiError("use POST, or GET for queries", "METHOD_NOT_ALLOWED", 405)
        authorization = headers.get(b"authorization")
        principal = self._authenticator.known(authorization) if authorization is not None else None
        if principal is None:
            principal = await self._authenticator.authenticate(authorization)
        record.tenant = principal.tenant
        budget, tenant = self._engine.budget, principal.tenant or NOBODY
        try:
            freshness = request_parsing.freshness(headers) if self._has_standbys else None
            answer = await self._served(scope, receive, headers, principal, freshness)
        except (ApiError, RequestError) as error:
            error.__traceback__ = None  # which holds what came in
            await budget.refuse(tenant, error.status)
            raise
        if not answer.executed:
            await budget.refuse(tenant, answer.status)
        extra.append((b"x-schema-version", b"%d" % answer.schema_version))
        if freshness is not None:
            extra += _told(freshness)
        if answer.retry_after is not None:
            extra.append((b"retry-after", b"%d" % answer.retry_after))
        status = answer.status
        if status == 405:
            extra.append(_ALLOWED)
        if kind is LEGACY and (answer.executed or (400 <= status < 500 and status not in _KEPT)):
            status = 200
        return status, answer.body

    async def _served(
        self, scope: Scope, receive: Receive, headers: Headers, principal: Principal, freshness: Freshness | None
    ) -> Answer:
        parameters = await request_parsing.parameters_of(
            scope, receive, headers, self._limits.body, self._engine, principal
        )
        key, seen = request_parsing.idempotency_key(headers), request_parsing.schema_version(headers)
        run = self._deadlines.begin(principal.tenant)
        client = watch_client(scope, run)
        if client is not None and client.is_new:
            client.is_new = False
            self._engine.share.charge(principal.tenant or NOBODY, CONNECTION_SECONDS)
        try:
            read_only = scope["method"] == "GET"
            sent = await self._persisted.request(principal, parameters, key, seen, read_only=read_only)
            if freshness is not None:
                sent = replace(sent, freshness=freshness)
            answer = await self._engine.execute(principal, sent)
            if answer.executed and parameters.hash is not None:
                await self._persisted.keep(principal, parameters)
        except CancelledError:
            if (error := run.cancelled()) is not None:
                raise error from None
            if run.reason == GONE:
                raise Gone from None
            raise
        finally:
            self._deadlines.end(run)
            if client is not None:
                client.run = None
        return answer


async def _send_in_pieces(send: Send, body: bytes) -> None:
    """Each when the client has taken the one before, but for a little; others are served in between."""
    for begin in range(0, len(body), PIECE):
        end = begin + PIECE
        await send({"type": "http.response.body", "body": body[begin:end], "more_body": end < len(body)})
        await sleep(0)


def _told(freshness: Freshness) -> list[_Pair]:
    """Headers of an answer: what its client has seen, and how old it may be."""
    headers: list[_Pair] = []
    if freshness.position is not None:
        headers.append((b"x-database-position", freshness.position.encode()))
    if freshness.staleness is not None:
        headers.append((b"x-staleness", b"%.3f" % freshness.staleness))
    return headers


async def compressed(body: bytes) -> bytes:
    return _gzip(body) if len(body) < COMPRESSED_ASIDE else await to_thread(_gzip, body)


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    return packer.compress(body) + packer.flush()
