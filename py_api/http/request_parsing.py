"""What a request says: parameters from a JSON body or a query string, and what its headers ask for.

Everything that is malformed here is refused before anything of GraphQL is looked at.
"""

import json
import re
import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from py_api import json_text
from py_api.cpu_budget import LARGE
from py_api.database import Freshness
from py_api.engine.engine import Engine
from py_api.engine.request import NOBODY
from py_api.errors import ApiError
from py_api.lru import remembered
from py_api.principal import Principal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = dict[bytes, bytes]

STRICT, LEGACY = b"application/graphql-response+json", b"application/json"  # the first is preferred
EVENTS = b"text/event-stream"  # where it is asked for, and nothing else before it
EXACT = 3
LONGEST_MEDIA = 1024  # characters of a header that names media types or encodings
_GZIP = (b"gzip", b"x-gzip")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
# Headers that a page of another site can send only after a preflight request, which we do not answer.
_SECONDS, _POSITION = re.compile(rb"[0-9]{1,6}(\.[0-9]{1,6})?"), re.compile(rb"[0-9a-f]{8}-[0-9a-f]{1,16}")
_PREFLIGHT = (
    b"authorization",
    b"x-requested-with",
    b"graphql-require-preflight",
    b"apollo-require-preflight",
    b"x-apollo-operation-name",
)


class Gone(Exception):
    """The client has hung up."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """One of query, document_id and hash is there; hash is the one of Apollo's persisted queries."""

    query: str | None
    name: str | None
    variables: dict[str, Any]
    document_id: str | None = None
    hash: str | None = None
    size: int = 0  # bytes that it came in


def malformed(message: str) -> ApiError:
    return ApiError(message, "BAD_REQUEST")


# --- headers ----------------------------------------------------------------------------------------------------


def headers_of(scope: Scope) -> Headers:
    """By lower-case name. One that came more than once is joined by commas, as HTTP has it."""
    pairs = scope["headers"]
    headers: Headers = dict(pairs)
    if len(headers) != len(pairs):
        headers = {}
        for name, value in pairs:
            headers[name] = headers[name] + b", " + value if name in headers else value
    return headers


@remembered(256, longest=256)
def response_type(accept: bytes) -> bytes:
    """The media type that an Accept header likes best of ours. Errors: NOT_ACCEPTABLE 406."""
    best, best_rank = None, (0.0, 0)
    wanted = _media_ranges(accept)
    for ours in (STRICT, LEGACY, EVENTS):
        # The most specific range that matches says how much it is liked; of equals, the first named.
        matching = [
            (specific, quality, -place)
            for place, (kind, parameters, quality) in enumerate(wanted)
            if (specific := _specificity(kind, parameters, ours)) and (specific == EXACT or ours != EVENTS)
        ]
        if matching:
            _, quality, place = max(matching, key=lambda match: match[0])
            if quality > 0 and (best is None or (quality, place) > best_rank):
                best, best_rank = ours, (quality, place)
    if best is None:
        raise ApiError(
            "the answer can only be application/graphql-response+json, application/json or text/event-stream, in UTF-8",
            "NOT_ACCEPTABLE",
            406,
        )
    return best


def _media_ranges(header: bytes) -> list[tuple[bytes, dict[bytes, bytes], float]]:
    if len(header) > LONGEST_MEDIA:
        raise malformed(f"a header that names media types may have {LONGEST_MEDIA} characters")
    return [_media_range(part) for part in header.split(b",") if part.strip()]


def _media_range(text: bytes) -> tuple[bytes, dict[bytes, bytes], float]:
    kind, *rest = (part.strip().lower() for part in text.split(b";"))
    parameters = {}
    quality = 1.0
    for part in rest:
        name, _, value = part.partition(b"=")
        if name.strip() == b"q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
            break  # what follows belongs to the quality
        parameters[name.strip()] = value.strip().strip(b'"')
    return kind, parameters, quality


def _specificity(kind: bytes, parameters: dict[bytes, bytes], ours: bytes) -> int:
    """0: does not match; more: the more exactly it is named."""
    charset = parameters.get(b"charset", b"utf-8")
    if charset not in (b"utf-8", b"utf8") or parameters.keys() - {b"charset"}:
        return 0
    if kind == ours:
        return EXACT
    return {b"application/*": 2, b"*/*": 1}.get(kind, 0)


@remembered(256, longest=256)
def check_content_type(value: bytes) -> None:
    """JSON in UTF-8. Anything that a form of another site could send is not. Errors: UNSUPPORTED_MEDIA_TYPE 415."""
    kind, parameters, _ = _media_range(value[:LONGEST_MEDIA])
    if kind != LEGACY or parameters.get(b"charset", b"utf-8") not in (b"utf-8", b"utf8"):
        raise ApiError("the body must be application/json in UTF-8", "UNSUPPORTED_MEDIA_TYPE", 415)


@remembered(256, longest=256)
def takes_gzip(accept_encoding: bytes) -> bool:
    qualities = {kind: quality for kind, _, quality in map(_media_range, accept_encoding[:LONGEST_MEDIA].split(b","))}
    return qualities.get(b"gzip", qualities.get(b"*", 0.0)) > 0


def check_preflight(headers: Headers) -> None:
    """A GET must carry what a link or an image of another site cannot. Errors: PREFLIGHT_REQUIRED 403."""
    if not any(name in headers for name in _PREFLIGHT):
        raise ApiError(
            "a GET needs an Authorization, X-Requested-With or GraphQL-Require-Preflight header",
            "PREFLIGHT_REQUIRED",
            403,
        )


def schema_version(headers: Headers) -> int | None:
    value = headers.get(b"x-schema-version")
    if value is None:
        return None
    if not value.isdigit() or len(value) > 9:
        raise malformed("X-Schema-Version must be a number")
    return int(value)


def last_event_id(headers: Headers) -> str | None:
    """The cursor that a client of an event stream has got to."""
    value = headers.get(b"last-event-id")
    return value.decode(errors="replace") if value else None


def idempotency_key(headers: Headers) -> str | None:
    value = headers.get(b"idempotency-key")
    if value is None:
        return None
    if not 1 <= len(value) <= 255 or not value.isascii() or not value.decode().isprintable():
        raise malformed("Idempotency-Key must have 1 to 255 printable ASCII characters")
    return value.decode()


def freshness(headers: Headers) -> Freshness:
    """How old the answer may be (X-Max-Staleness, seconds), and what its client has seen (X-Database-Position)."""
    staleness, seen = headers.get(b"x-max-staleness"), headers.get(b"x-database-position")
    if staleness is not None and not _SECONDS.fullmatch(staleness):
        raise malformed("X-Max-Staleness must be a number of seconds")
    if seen is not None and not _POSITION.fullmatch(seen):
        raise malformed("X-Database-Position must be as an answer had it")
    return Freshness(None if staleness is None else float(staleness), None if seen is None else seen.decode())


# --- bodies -----------------------------------------------------------------------------------------------------


async def parameters_of(
    scope: Scope, receive: Receive, headers: Headers, limit: int, engine: Engine, principal: Principal
) -> Parameters:
    """limit: bytes of a body. What is large is read beside the event loop, for what the tenant's budget has left.

    Errors: BAD_REQUEST, UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE; of what is large, before it is read, CPU_BUDGET and
    those of engine.admit; Gone.
    """
    get, text, coding = scope["method"] == "GET", scope["query_string"], None
    if get and len(text) < LARGE:
        return parameters_of_query_string(text)
    if not get:
        if (kind := headers.get(b"content-type", b"")) != LEGACY:
            check_content_type(kind)
        coding = content_coding(headers) if b"content-encoding" in headers else None
        if coding is None and _is_small(headers):
            return parameters_of_body(await body_of(receive, headers, limit))
    await engine.admit(principal)
    tenant = principal.tenant or NOBODY
    await engine.budget.admit(tenant)
    body = b"" if get else await body_of(receive, headers, limit)

    def read() -> Parameters:
        if get:
            return parameters_of_query_string(text)
        return parameters_of_body(body if coding is None else unpacked(body, limit))

    return await engine.budget.run(tenant, read)


def _is_small(headers: Headers) -> bool:
    """Not, where it is not said how long the body is."""
    length = headers.get(b"content-length", b"")
    return length.isdigit() and len(length) <= 12 and int(length) < LARGE


def content_coding(headers: Headers) -> bytes | None:
    """How the body is packed: gzip, or None. Errors: UNSUPPORTED_MEDIA_TYPE 415."""
    coding = headers.get(b"content-encoding", b"").strip().lower()
    if coding in (b"", b"identity"):
        return None
    if coding in _GZIP:
        return coding
    raise ApiError(
        "the only supported Content-Encoding of a request is gzip", "UNSUPPORTED_MEDIA_TYPE", 415, accepted=["gzip"]
    )


def unpacked(body: bytes, limit: int) -> bytes:
    """limit: bytes; never more than that is unpacked. Errors: BODY_TOO_LARGE 413, BAD_REQUEST."""
    unpacked_body = b""
    while body:  # a file of gzip may be several, one behind the other
        unpacker = zlib.decompressobj(wbits=31)
        try:
            unpacked_body += unpacker.decompress(body, limit + 1 - len(unpacked_body))
        except zlib.error:
            raise malformed("the body is not gzip") from None
        if len(unpacked_body) > limit:
            raise _too_large(limit)
        if not unpacker.eof:
            raise malformed("the body ends before its gzip does")
        body = unpacker.unused_data
    return unpacked_body


async def body_of(receive: Receive, headers: Headers, limit: int) -> bytes:
    """Errors: BODY_TOO_LARGE 413, before more than the limit is held in memory; Gone."""
    length = headers.get(b"content-length")
    if length is not None and length.isdigit() and (len(length) > 12 or int(length) > limit):
        raise _too_large(limit)
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    body: bytes = message.get("body", b"")
    if message.get("more_body", False):
        parts = bytearray(body)
        while message.get("more_body", False):
            if len(parts) > limit:
                raise _too_large(limit)
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            parts += message.get("body", b"")
        body = bytes(parts)
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> ApiError:
    return ApiError(f"a request may have at most {limit} bytes", "BODY_TOO_LARGE", 413, limit=limit)


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not valid JSON")


_decode = json.JSONDecoder(parse_float=json_text.number, parse_constant=_no_constant).decode


def parse_json(body: bytes | str) -> Any:
    """Exact: numbers that no float holds are Decimals. Errors: BAD_REQUEST."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
        value = _decode(text)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False, default=str).encode()  # half a surrogate pair cannot be encoded
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise malformed(f"this is not valid JSON: {_reason(error)}") from None
    return value


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno} column {error.colno}"
    if isinstance(error, UnicodeError):
        return "it is not UTF-8"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "a number is too large"


def parameters_of_body(body: bytes) -> Parameters:
    value = parse_json(body)
    if isinstance(value, list):
        raise ApiError("a request has one operation: batches are not supported", "BATCHING_UNSUPPORTED")
    if not isinstance(value, dict):
        raise malformed("the body must be a JSON object with `query`")
    return parameters(value, len(body))


def parameters_of_query_string(query_string: bytes) -> Parameters:
    try:
        pairs = parse_qsl(query_string.decode(), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise malformed("the query string is malformed") from None
    value: dict[str, Any] = dict(pairs)
    if len(value) != len(pairs):
        raise malformed("a parameter is there twice")
    for name in ("variables", "extensions"):
        if value.get(name):
            value[name] = parse_json(value[name])
        else:
            value.pop(name, None)
    for name in ("query", "documentId"):
        value[name] = value.get(name) or None
    return parameters(value, len(query_string))


def access_token(query_string: bytes) -> bytes | None:
    """One that stands in the query string."""
    tokens = parse_qs(query_string).get(b"access_token")
    return tokens[0] if tokens else None


def parameters(value: dict[str, Any], size: int = 0) -> Parameters:
    """Of an object with `query` and so on, which came in so many bytes. Errors: BAD_REQUEST."""
    query, name, document_id = value.get("query"), value.get("operationName"), value.get("documentId")
    variables, extensions = value.get("variables"), value.get("extensions")
    if query is not None and not isinstance(query, str):
        raise malformed("`query` must be a string")
    if name is not None and not isinstance(name, str):
        raise malformed("`operationName` must be a string")
    if variables is None:
        variables = {}
    elif not isinstance(variables, dict):
        raise malformed("`variables` must be an object")
    digest = None
    if extensions is not None:
        digest = _hash(extensions)
    if document_id is not None and not isinstance(document_id, str):
        raise malformed("`documentId` must be a string")
    if document_id is not None and (query is not None or digest is not None):
        raise malformed("`documentId` stands in place of `query`: send one of them")
    if query is None and document_id is None and digest is None:
        raise malformed("`query` is missing")
    return Parameters(query, name or None, variables, document_id, digest, size)


def _hash(extensions: Any) -> str | None:
    if not isinstance(extensions, dict):
        raise malformed("`extensions` must be an object")
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    if not isinstance(persisted, dict) or persisted.get("version") != 1:
        raise malformed("`extensions.persistedQuery` must have version 1")
    digest = persisted.get("sha256Hash")
    if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise malformed("`extensions.persistedQuery.sha256Hash` must be a SHA-256 in lower-case hexadecimal")
    return digest
