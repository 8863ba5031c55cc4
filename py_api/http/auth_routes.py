"""/auth/...: the built-in sign-in over HTTP. JSON in, JSON out; errors as GraphQL's."""

import asyncio
import itertools
import secrets
from ipaddress import IPv6Address, ip_address
from typing import Any

from py_api import json_text, logs
from py_api.deadlines import Deadlines, late
from py_api.errors import ApiError
from py_api.http import request_parsing
from py_api.http.error_responses import error_response, headers_for
from py_api.http.request_parsing import Gone, Headers, Receive, Scope, Send
from py_api.http.sign_in import BODY, SignIn

PATH = "/auth/"


class AuthRoutes:
    """client_header: that a proxy in front sets to the client's address; None: the connection's is it."""

    def __init__(self, sign_in: SignIn, deadlines: Deadlines, client_header: str | None) -> None:
        self._sign_in = sign_in
        self._deadlines = deadlines
        self._header = client_header.lower().encode() if client_header else None
        self._prefix = secrets.token_hex(4)
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = f"{self._prefix}-a{next(self._numbers):x}"
        logs.request_id.set(request_id)
        headers = request_parsing.headers_of(scope)
        extra: list[tuple[bytes, bytes]] = []
        try:
            answer = await self._answer(scope, receive, headers)
            status, text = 200, json_text.dumps(answer)
        except Gone:
            return
        except Exception as error:  # the client gets an answer, whatever failed
            failed = error_response(error, request_id)
            status, text = failed.status, json_text.dumps({"errors": failed.errors})
            extra = headers_for(failed)
        encoded = text.encode()
        all_headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", b"%d" % len(encoded)),
            (b"cache-control", b"no-store"),
            (b"x-request-id", request_id.encode()),
            *extra,
        ]
        await send({"type": "http.response.start", "status": status, "headers": all_headers})
        await send({"type": "http.response.body", "body": encoded})

    async def _answer(self, scope: Scope, receive: Receive, headers: Headers) -> dict[str, Any]:
        if scope["method"] != "POST":
            raise ApiError("use POST", "METHOD_NOT_ALLOWED", 405)
        request_parsing.check_content_type(headers.get(b"content-type", b""))
        body = await request_parsing.body_of(receive, headers, BODY)
        if request_parsing.content_coding(headers) is not None:
            body = request_parsing.unpacked(body, BODY)
        action, address = scope["path"].removeprefix(PATH), self._address(scope, headers)
        try:
            async with asyncio.timeout(self._deadlines.seconds):
                return await self._sign_in.answer(action, address, body)
        except TimeoutError:
            raise late(self._deadlines.seconds) from None

    def _address(self, scope: Scope, headers: Headers) -> str:
        """Whose attempts are counted together: an address, of IPv6 a network of 64 bits."""
        text = (scope.get("client") or ("",))[0]
        if self._header is not None and (said := headers.get(self._header)):
            text = said.rpartition(b",")[2].strip().decode("latin-1")  # the last: the one that our proxy has added
        try:
            address = ip_address(text)
        except ValueError:
            return "unknown"
        if not isinstance(address, IPv6Address):
            return text
        if address.ipv4_mapped is not None:  # what a server that listens on [::] has of all that come by IPv4
            return str(address.ipv4_mapped)
        return str(int(address) >> 64)
