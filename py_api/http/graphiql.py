"""GraphiQL at /: a page and its files, all from this package, so that it works without a network.

The files come from a build (static/README.md). Their addresses hold the program's version: a browser may keep what it
has for good, and gets new ones with a new page.
"""

from dataclasses import dataclass
from functools import cache
from gzip import compress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from py_api.config import PACKAGE, build
from py_api.http.request_parsing import takes_gzip

FOLDER = PACKAGE / "http/static/graphiql"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf", "": "text/plain"}
_COMPRESSED_FROM = 1024
# The editor makes <style> elements while it runs: styles may be inline, scripts may not. Nothing is fetched elsewhere.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_SAFE = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Thingbase</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{files}/main.css">
<script type="module" src="{files}/main.js"></script>
</head>
<body>
<div id="page"><noscript>GraphiQL needs JavaScript. The API itself is at /graphql.</noscript></div>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class _File:
    """packed: the body as gzip, where that is worth it."""

    body: bytes
    packed: bytes | None
    type: str
    tag: str

    @classmethod
    def of(cls, body: bytes, kind: str) -> "_File":
        packed = compress(body, mtime=0) if len(body) >= _COMPRESSED_FROM else None
        return cls(body, packed, kind, f'"{sha256(body).hexdigest()[:32]}"')

    def response(self, request: Request, caching: str) -> Response:
        headers = {**_SAFE, "cache-control": caching, "etag": self.tag, "vary": "accept-encoding"}
        known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        if self.tag in known:
            return Response(status_code=304, headers=headers)
        if self.packed and takes_gzip(request.headers.get("accept-encoding", "").encode()):
            headers["content-encoding"] = "gzip"
            return Response(self.packed, headers=headers, media_type=self.type)
        return Response(self.body, headers=headers, media_type=self.type)


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in FOLDER.iterdir() if path.suffix in _TYPES)


@cache
def _page() -> _File:
    return _File.of(_PAGE.format(files=f"/static/graphiql/{build()}").encode(), "text/html; charset=utf-8")


@cache
def _file(name: str) -> _File:
    """One of the names."""
    kind = _TYPES[Path(name).suffix]
    return _File.of((FOLDER / name).read_bytes(), kind if kind.startswith("font/") else f"{kind}; charset=utf-8")


def link(url: str, token: str | None = None) -> str:
    """The page's address below the API's. The token stands in the fragment, which no server gets to see."""
    return f"{url}/#token={quote(token)}" if token else f"{url}/"


# Plain functions: Starlette runs them in threads, so that compressing does not hold up the loop.


def _answer_page(request: Request) -> Response:
    return _page().response(request, "no-cache")


def _answer_file(request: Request) -> Response:
    version, name = request.path_params["version"], request.path_params["name"]
    if version != build() or name not in _names():
        raise HTTPException(404)
    return _file(name).response(request, "public, max-age=31536000, immutable")


routes: list[BaseRoute] = [
    Route("/", _answer_page),
    Route("/static/graphiql/{version}/{name}", _answer_file),
]
