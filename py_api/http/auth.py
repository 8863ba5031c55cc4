"""Who may come in: bearer tokens (JWT), signed with our secret (HS256) or with a key of a JWKS (RS256, ES256).

Claims: `role` (viewer, editor, admin, operator) or several `roles`, `tenant` (a slug; operators need none), `exp`;
`sub` is the actor; others may be of any shape. A slug may be another tenant's one day: `tid`, the tenant's id, says
which is meant; without it, `iat` says whose it was. A token that was verified is known by its text; its end is looked
at every time.
"""

import re
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import jwt

from py_api.claims import Claims, is_text
from py_api.claims_mapping import PLAIN, ClaimsMapping
from py_api.config import Settings
from py_api.errors import ApiError, TokenMissing
from py_api.http.jwks import BY_KEY, KEYS_SECONDS, Keys
from py_api.http.revocations import Revocations
from py_api.lru import Lru
from py_api.principal import MOST_ROLES, RESTRICTED, ROLES, Principal, Role

KNOWN_TOKENS, KNOWN_BYTES = 10_000, 32 * 2**20
LONGEST_TOKEN = 8 * 1024
SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
OWN_ISSUER = "thingbase"  # of tokens that we sign: their claims are ours
_CHECKED: Any = {"require": ["exp"], "verify_aud": False, "verify_iss": False, "verify_iat": False}
LATEST = 253_402_300_799  # the last second of the year 9999
LONGEST_SUBJECT, LONGEST_ROLE = 1_000, 200
CLOCK_SECONDS = 60.0  # that the clock of who makes the tokens may be ahead
# What reading a token may raise: deep or odd JSON, and malformed numbers.
_MALFORMED = (jwt.PyJWTError, TypeError, ValueError, OverflowError, RecursionError, AttributeError)


class Authenticator:
    """revocations: None where there is no database to read them of."""

    def __init__(self, settings: Settings, revocations: Revocations | None = None) -> None:
        self.revocations = revocations
        if revocations is not None:
            revocations.changed.append(self._forget_revoked)
        self._secrets = [secret for secret in (settings.jwt_secret, *settings.old_jwt_secrets) if secret is not None]
        self._mapping = settings.claims or PLAIN
        self._keys = Keys(settings.jwks) if settings.jwks else None
        self._audience = settings.audience
        self._issuer = settings.issuer
        self._known: Lru[bytes, tuple[Principal, float]] = Lru(
            KNOWN_TOKENS, KNOWN_BYTES, lambda token, known: 2 * len(token) + 500 + known[0].claims.size
        )
        if self._keys is not None:
            self._keys.gone = self._known.clear

    def known(self, authorization: bytes) -> Principal | None:
        """The principal of a header whose token was verified before, if it has not ended since."""
        known = self._known.get(authorization)
        if known is None:
            return None
        principal, until = known
        if until <= (now := time.time()):
            self._known.pop(authorization)
            if principal.expires <= now:
                raise expired()
            return None  # is its key still one?
        return principal

    async def authenticate(self, authorization: bytes | None) -> Principal:
        """The principal of a header Authorization. Errors: UNAUTHENTICATED, FORBIDDEN, TOKEN_EXPIRED, TOKEN_REVOKED."""
        if not authorization:
            raise TokenMissing("a bearer token is needed", "UNAUTHENTICATED", 401)
        if (known := self.known(authorization)) is not None:
            return known
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer":
            raise unauthenticated("only bearer tokens are taken")
        if not token.strip():
            raise TokenMissing("there is no token after `Bearer`", "UNAUTHENTICATED", 401)
        if len(token) > LONGEST_TOKEN:
            raise unauthenticated("the token is too long")
        claims, own, by_key = await self._claims(token.strip().decode("ascii", "replace"))
        principal = _principal(claims, PLAIN if own else self._mapping)
        await self.check(principal)
        until = min(principal.expires, time.time() + KEYS_SECONDS) if by_key else principal.expires
        self._known.put(authorization, (principal, until))
        return principal

    async def check(self, principal: Principal) -> None:
        """That its token was not taken back. Errors: TOKEN_REVOKED."""
        if self.revocations is not None:
            await self.revocations.known()
            self.revocations.check(principal)

    def _forget_revoked(self) -> None:
        assert self.revocations is not None
        for authorization, (principal, _) in self._known.items():
            if self.revocations.refuses(principal):
                self._known.pop(authorization)

    async def _claims(self, token: str) -> tuple[dict[str, Any], bool, bool]:
        """The claims; whether we made the token; whether a key of the JWKS signed it."""
        try:
            header = jwt.get_unverified_header(token)
        except _MALFORMED:
            raise unauthenticated("the token is malformed") from None
        # Which key belongs to which algorithm is ours to say: a public key is never taken for a secret.
        algorithm = header.get("alg")
        keys: list[Any] = []
        if algorithm == "HS256":
            keys = self._secrets
        elif algorithm in BY_KEY and self._keys:
            keys = [key for key in (await self._keys.find(header.get("kid"), algorithm),) if key is not None]
        if not keys or algorithm is None:
            raise unauthenticated("the token is signed with a key or an algorithm that is not taken here")
        claims = _verified(token, keys, algorithm)
        own = algorithm == "HS256" and claims.get("iss") == OWN_ISSUER
        if not own:
            self._check_origin(claims)
        _check_types(claims)
        return claims, own, algorithm != "HS256"

    def _check_origin(self, claims: dict[str, Any]) -> None:
        """Issuer and audience, where the settings name them. Errors: UNAUTHENTICATED."""
        if self._issuer is not None and claims.get("iss") != self._issuer:
            raise unauthenticated("the token is of another issuer")
        if self._audience is not None:
            audience = claims.get("aud")
            if self._audience not in (audience if isinstance(audience, list) else [audience]):
                raise unauthenticated("the token is for another audience")


def _verified(token: str, keys: list[Any], algorithm: str) -> dict[str, Any]:
    """The claims, where one of the keys has signed them and their time has come."""
    for key in keys:
        try:
            claims: dict[str, Any] = jwt.decode(token, key, algorithms=[algorithm], options=_CHECKED)
        except jwt.ExpiredSignatureError:
            raise expired() from None
        except jwt.InvalidSignatureError:
            continue
        except _MALFORMED:
            break
        return claims
    raise unauthenticated("the token is not valid")


def _principal(claims: dict[str, Any], mapping: ClaimsMapping) -> Principal:
    try:
        kept = Claims(claims)
    except (ValueError, RecursionError):
        raise unauthenticated("the token's claims have too many values, or one that JSON does not allow") from None
    tenant, subject = mapping.tenant(kept), mapping.subject(kept)
    _check_subject(subject)
    roles = _roles(mapping.roles(kept))
    role = _greatest(roles)
    if tenant is None and role != "operator":
        raise ApiError("the token has no tenant", "FORBIDDEN", 403)
    if tenant is not None and not (isinstance(tenant, str) and SLUG.fullmatch(tenant)):
        raise ApiError("the token's tenant is not a valid slug", "FORBIDDEN", 403)
    number, issued = mapping.tid(kept), claims.get("iat")
    if tenant is not None and number is None and issued is None:
        raise unauthenticated("the token needs tid (the tenant's id) or iat (when it was issued)")
    if number is not None and not isinstance(number, str):
        raise unauthenticated("the token's tid is not a tenant's id")
    now = time.time()
    if number is None and issued is not None and issued > now + CLOCK_SECONDS:
        raise unauthenticated("the token's iat is in the future")
    issued = 0.0 if issued is None else float(issued)
    expires = float(claims["exp"])
    return Principal(tenant, role, subject or role, expires, number and number.lower(), issued, roles, kept)


def _roles(names: list[Any]) -> tuple[str, ...]:
    """The names of all roles, each once."""
    if len(names) > MOST_ROLES:
        raise ApiError(f"the token has more than {MOST_ROLES} roles", "FORBIDDEN", 403)
    if not all(isinstance(name, str) and 0 < len(name) <= LONGEST_ROLE for name in names):
        raise ApiError("unknown role in the token", "FORBIDDEN", 403)
    return tuple(dict.fromkeys(names))


def _greatest(roles: tuple[str, ...]) -> Role:
    """The greatest role that Thingbase knows by itself. Other names are of roles that the tenant may have."""
    if not roles:
        raise ApiError("unknown role in the token", "FORBIDDEN", 403)
    return next((known for known in reversed(ROLES) if known in roles), RESTRICTED)


def _check_types(claims: dict[str, Any]) -> None:
    """Times are numbers of seconds. Errors: UNAUTHENTICATED."""
    for name in ("exp", "nbf", "iat"):
        value = claims.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LATEST:
            raise unauthenticated(f"the token's {name} is not a time in seconds")


def _check_subject(subject: Any) -> None:
    if subject is not None and not (isinstance(subject, str) and len(subject) <= LONGEST_SUBJECT and is_text(subject)):
        raise unauthenticated("the token's sub is not a text")


def sign(
    secret: bytes,
    *,
    tenant: str | None,
    role: str | None,
    subject: str | None,
    seconds: float,
    tenant_id: str | None = None,
    claims: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """A token of our own, HS256. claims: others, that stand beside these."""
    now = time.time()
    made = {
        **claims, "iss": OWN_ISSUER, "role": role, "tenant": tenant, "tid": tenant_id, "sub": subject or role,
        "iat": now, "exp": int(now) + int(seconds),
    }  # fmt: skip
    return jwt.encode({k: v for k, v in made.items() if v is not None}, secret, algorithm="HS256")


def unauthenticated(why: str) -> ApiError:
    return ApiError(why, "UNAUTHENTICATED", 401)


def expired() -> ApiError:
    return ApiError("the token has expired", "TOKEN_EXPIRED", 401)
