"""Who may come in: bearer tokens (JWT), signed with our secret (HS256) or with a key of a JWKS (RS256, ES256).

Claims: `role` (viewer, editor, admin, operator) or several `roles`, `tenant` (a slug; operators need none), `exp`;
`sub` is the actor; others may be of any shape. A slug may be another tenant's one day: `tid`, the tenant's id, says
which is meant; without it, `iat` says whose it was. A token that was verified is known by its text; its end is looked
at every time.
"""

import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import jwt

from py_api.claims import Claims, is_text
from py_api.config import Settings
from py_api.errors import ApiError, Failure, TokenMissing
from py_api.lru import Lru
from py_api.principal import MOST_ROLES, ROLES, Principal, Role

KNOWN_TOKENS, KNOWN_BYTES = 10_000, 32 * 2**20
LONGEST_TOKEN = 8 * 1024
FETCH_SECONDS = 5.0
LARGEST_KEYS = 1024 * 1024
KEYS_SECONDS = 3600.0  # after which the keys are fetched again
RETRY_SECONDS = 30.0  # a key that is not known makes us look again, so often at most
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
_BY_KEY = ("RS256", "ES256")
LATEST = 253_402_300_799  # the last second of the year 9999
LONGEST_SUBJECT, LONGEST_ROLE = 1_000, 200
CLOCK_SECONDS = 60.0  # that the clock of who makes the tokens may be ahead
# What reading a token may raise: deep or odd JSON, and malformed numbers.
_MALFORMED = (jwt.PyJWTError, TypeError, ValueError, OverflowError, RecursionError, AttributeError)


class Authenticator:
    def __init__(self, settings: Settings) -> None:
        self._secret = settings.jwt_secret
        self._keys = Keys(settings.jwks) if settings.jwks else None
        self._audience = settings.audience
        self._issuer = settings.issuer
        self._known: Lru[bytes, Principal] = Lru(
            KNOWN_TOKENS, KNOWN_BYTES, lambda token, principal: 2 * len(token) + 500 + principal.claims.size
        )

    def known(self, authorization: bytes) -> Principal | None:
        """The principal of a header whose token was verified before, if it has not ended since."""
        principal = self._known.get(authorization)
        if principal is None:
            return None
        if principal.expires <= time.time():
            self._known.pop(authorization)
            raise expired()
        return principal

    async def authenticate(self, authorization: bytes | None) -> Principal:
        """The principal of an Authorization header. Errors: UNAUTHENTICATED, TOKEN_EXPIRED, FORBIDDEN."""
        if not authorization:
            raise TokenMissing("a bearer token is needed", "UNAUTHENTICATED", 401)
        if (known := self.known(authorization)) is not None:
            return known
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer":
            raise unauthenticated("only bearer tokens are taken")
        if len(token) > LONGEST_TOKEN:
            raise unauthenticated("the token is too long")
        principal = _principal(await self._claims(token.strip().decode("ascii", "replace")))
        self._known.put(authorization, principal)
        return principal

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
        except _MALFORMED:
            raise unauthenticated("the token is malformed") from None
        # Which key belongs to which algorithm is ours to say: a public key is never taken for a secret.
        algorithm = header.get("alg")
        key: Any = None
        if algorithm == "HS256":
            key = self._secret
        elif algorithm in _BY_KEY and self._keys:
            key = await self._keys.find(header.get("kid"), algorithm)
        if key is None or algorithm is None:
            raise unauthenticated("the token is signed with a key or an algorithm that is not taken here")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._audience,
                issuer=self._issuer,
                options={"require": ["exp"], "verify_aud": self._audience is not None, "verify_iat": False},
            )
        except jwt.ExpiredSignatureError:
            raise expired() from None
        except _MALFORMED:
            raise unauthenticated("the token is not valid") from None
        _check_types(claims)
        return claims


class Keys:
    """A JWKS, of a file or a URL."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._looked = float("-inf")
        self._lock = asyncio.Lock()
        if urlsplit(source).scheme not in ("", "http", "https"):
            raise Failure(f"THINGBASE_JWKS is neither a file nor an http(s) URL: {source}")

    async def find(self, kid: str | None, algorithm: str) -> Any:
        """The public key for a token's header, or None. A token without kid needs a set of one key."""
        age = time.monotonic() - self._looked
        if age > KEYS_SECONDS or (self._find(kid) is None and age > RETRY_SECONDS):
            async with self._lock:
                if time.monotonic() - self._looked >= age:  # no other request has fetched it meanwhile
                    await self._look()
        key = self._find(kid)
        return key.key if key and key.algorithm_name == algorithm else None

    def _find(self, kid: str | None) -> jwt.PyJWK | None:
        if kid is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(kid)

    async def _look(self) -> None:
        self._looked = time.monotonic()
        try:
            text = await asyncio.wait_for(asyncio.to_thread(_read, self._source), FETCH_SECONDS * 2)
            keys = {}
            for entry in json.loads(text)["keys"]:
                if entry.get("kty") in ("RSA", "EC") and entry.get("use", "sig") == "sig":
                    key = jwt.PyJWK(entry)
                    if key.algorithm_name in _BY_KEY:
                        keys[entry.get("kid")] = key
        except (OSError, TimeoutError, ValueError, KeyError, TypeError, AttributeError, jwt.PyJWTError) as error:
            if not self._keys:
                raise ApiError("the keys for checking tokens cannot be loaded", "KEYS_UNAVAILABLE", 503) from error
            return  # the old ones serve on
        self._keys = keys


def _read(source: str) -> bytes:
    if not urlsplit(source).scheme:
        return Path(source).read_bytes()
    request = Request(source, headers={"accept": "application/json"})  # noqa: S310 - the scheme was looked at
    try:
        with urlopen(request, timeout=FETCH_SECONDS) as answer:  # noqa: S310
            text: bytes = answer.read(LARGEST_KEYS + 1)
    except HTTPError as error:
        error.close()
        raise
    if len(text) > LARGEST_KEYS:
        raise ValueError("the key set is too large")
    return text


def _principal(claims: dict[str, Any]) -> Principal:
    tenant, subject = claims.get("tenant"), claims.get("sub")
    roles = _roles(claims.get("role"), claims.get("roles"))
    role = _greatest(roles)
    if tenant is None and role != "operator":
        raise ApiError("the token has no tenant", "FORBIDDEN", 403)
    if tenant is not None and not (isinstance(tenant, str) and _SLUG.fullmatch(tenant)):
        raise ApiError("the token's tenant is not a valid slug", "FORBIDDEN", 403)
    number, issued = claims.get("tid"), claims.get("iat")
    if tenant is not None and number is None and issued is None:
        raise unauthenticated("the token needs tid (the tenant's id) or iat (when it was issued)")
    if number is not None and not isinstance(number, str):
        raise unauthenticated("the token's tid is not a tenant's id")
    now = time.time()
    if number is None and issued is not None and issued > now + CLOCK_SECONDS:
        raise unauthenticated("the token's iat is in the future")
    issued = now if issued is None else float(issued)
    try:
        kept = Claims(claims)
    except (ValueError, RecursionError):
        raise unauthenticated("the token's claims have too many values, or one that JSON does not allow") from None
    expires = float(claims["exp"])
    return Principal(tenant, role, subject or role, expires, number and number.lower(), issued, roles, kept)


def _roles(role: Any, roles: Any) -> tuple[str, ...]:
    """The names of all roles, each once."""
    names = [] if role is None else [role]
    if roles is not None:
        if not isinstance(roles, list) or len(roles) > MOST_ROLES:
            raise ApiError(f"the token's roles are not a list of {MOST_ROLES} names at most", "FORBIDDEN", 403)
        names += roles
    if not all(isinstance(name, str) and 0 < len(name) <= LONGEST_ROLE and is_text(name) for name in names):
        raise ApiError("unknown role in the token", "FORBIDDEN", 403)
    return tuple(dict.fromkeys(names))


def _greatest(roles: tuple[str, ...]) -> Role:
    """The greatest role that Thingbase knows by itself; names that it does not know grant nothing."""
    role = next((known for known in reversed(ROLES) if known in roles), None)
    if role is None:
        raise ApiError("unknown role in the token", "FORBIDDEN", 403)
    return role


def _check_types(claims: dict[str, Any]) -> None:
    """Times are numbers of seconds, the subject is a text. Errors: UNAUTHENTICATED."""
    for name in ("exp", "nbf", "iat"):
        value = claims.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LATEST:
            raise unauthenticated(f"the token's {name} is not a time in seconds")
    subject = claims.get("sub")
    if subject is not None and not (isinstance(subject, str) and len(subject) <= LONGEST_SUBJECT and is_text(subject)):
        raise unauthenticated("the token's sub is not a text")


def sign(
    secret: bytes, *, tenant: str | None, role: str, subject: str | None, seconds: float, tenant_id: str | None = None
) -> str:
    """A token of our own, HS256."""
    now = time.time()
    claims = {
        "role": role, "tenant": tenant, "tid": tenant_id, "sub": subject or role, "iat": now,
        "exp": int(now) + int(seconds),
    }  # fmt: skip
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, algorithm="HS256")


def unauthenticated(why: str) -> ApiError:
    return ApiError(why, "UNAUTHENTICATED", 401)


def expired() -> ApiError:
    return ApiError("the token has expired", "TOKEN_EXPIRED", 401)
