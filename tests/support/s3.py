"""As much of S3 as archives need: objects in parts, signatures, errors, and connections that break."""

import hashlib
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY, SECRET, REGION = "testkey", "testsecret", "us-east-1"


@dataclass
class Store:
    """buckets: their objects. uploads: those that are not finished. refuse_part, cut_after: faults to come, once.

    smallest: of the parts but the last.
    """

    url: str = ""
    buckets: dict[str, dict[str, bytes]] = field(default_factory=lambda: {"backups": {}})
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    parts: list[int] = field(default_factory=list)
    refuse_part: int | None = None
    cut_after: int | None = None
    gets: int = 0
    smallest: int = 5 * 2**20

    def environment(self, key: str = KEY, secret: str = SECRET) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL_S3": self.url, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
            "AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        }  # fmt: skip


class _Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store

    def log_message(self, *_: Any) -> None:
        pass

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self._check_signature()
            self._do(body)
        except _Refused as error:
            text = f"<Error><Code>{error.code}</Code><Message>{error.code}</Message></Error>"
            self._send(error.status, text.encode())

    do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815 - as its base class names them

    def _check_signature(self) -> None:
        """As the client's library would sign what came."""
        given = self.headers.get("Authorization", "")
        match = re.search(r"Credential=([^/]+)/.*SignedHeaders=([^,]+), Signature=(\w+)", given)
        if match is None:
            raise _Refused(403, "AccessDenied")
        if match[1] != KEY:
            raise _Refused(403, "InvalidAccessKeyId")
        headers = {name: self.headers[name] for name in match[2].split(";")}
        request = AWSRequest(self.command, f"{self.store.url}{self.path}", headers=headers)
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        request.context["payload_signing_enabled"] = True
        auth = S3SigV4Auth(Credentials(KEY, SECRET), "s3", REGION)
        canonical = auth.canonical_request(request)
        if auth.signature(auth.string_to_sign(request, canonical), request) != match[3]:
            raise _Refused(403, "SignatureDoesNotMatch")

    def _do(self, body: bytes) -> None:
        url = urlsplit(self.path)
        bucket, _, key = unquote(url.path[1:]).partition("/")
        query = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        if bucket not in self.store.buckets:
            raise _Refused(404, "NoSuchBucket")
        objects = self.store.buckets[bucket]
        if self.command == "GET":
            self._get(objects, key)
        elif "uploads" in query:
            made = secrets.token_hex(8)
            self.store.uploads[made] = {}
            self._send(
                200,
                f"<InitiateMultipartUploadResult><UploadId>{made}</UploadId></InitiateMultipartUploadResult>".encode(),
            )
        elif query.get("uploadId") not in self.store.uploads:
            raise _Refused(404, "NoSuchUpload")
        elif self.command == "PUT":
            self._put(query["uploadId"], int(query["partNumber"]), body)
        elif self.command == "POST":
            objects[key] = self._complete(query["uploadId"], body.decode())
            self._send(200, f"<CompleteMultipartUploadResult><Key>{key}</Key></CompleteMultipartUploadResult>".encode())
        else:
            del self.store.uploads[query["uploadId"]]
            self._send(204, b"")

    def _put(self, upload: str, number: int, body: bytes) -> None:
        if self.store.refuse_part == number:
            self.store.refuse_part = None
            raise _Refused(403, "AccessDenied")
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            raise _Refused(501, "NotImplemented")
        self.store.uploads[upload][number] = body
        self.store.parts.append(len(body))
        self._send(200, b"", ETag=_tag(body))

    def _complete(self, upload: str, said: str) -> bytes:
        parts = self.store.uploads[upload]
        listed = re.findall(r"<Part>(.*?)</Part>", said, re.DOTALL)
        numbers = [int(re.findall(r"<PartNumber>(\d+)<", part)[0]) for part in listed]
        if not numbers or numbers != sorted(parts):
            raise _Refused(400, "InvalidPartOrder")
        for number, part in zip(numbers, listed, strict=True):
            if _tag(parts[number]).strip('"') not in part:
                raise _Refused(400, "InvalidPart")
            if number != numbers[-1] and len(parts[number]) < self.store.smallest:
                raise _Refused(400, "EntityTooSmall")
        del self.store.uploads[upload]
        return b"".join(parts[number] for number in numbers)

    def _get(self, objects: dict[str, bytes], key: str) -> None:
        if key not in objects:
            raise _Refused(404, "NoSuchKey")
        data, self.store.gets = objects[key], self.store.gets + 1
        if self.headers.get("If-Match") not in (None, _tag(data)):
            raise _Refused(412, "PreconditionFailed")
        begun = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        rest = data[int(begun[1]) :] if begun else data
        cut, self.store.cut_after = self.store.cut_after, None
        self._send(206 if begun else 200, rest, cut, ETag=_tag(data))

    def _send(self, status: int, body: bytes, cut: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in (*headers.items(), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[:cut])
        self.close_connection = self.close_connection or cut is not None


def _tag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


@contextmanager
def serving() -> Iterator[Store]:
    store = Store()
    handler = type("Handler", (_Handler,), {"store": store})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        store.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield store
        finally:
            server.shutdown()
            thread.join()
