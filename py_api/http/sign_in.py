"""The built-in sign-in: POST /auth/sign-up, sign-in, refresh, sign-out, link, use-link. Off, until a tenant has it on.

Accounts, sessions and links are the database's (sql/functions/users). What it says of an e-mail takes as long, and
reads the same, whether there is an account of it or not.
"""

import hmac
import json
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from py_api.background import BackgroundTasks
from py_api.claims import is_text
from py_api.config import Settings, derived
from py_api.database import statement
from py_api.database.tenants import Tenants
from py_api.errors import ApiError
from py_api.http import request_parsing
from py_api.http.attempts import Attempts
from py_api.http.auth import SLUG, sign
from py_api.http.link_delivery import LinkDelivery
from py_api.http.passwords import LONGEST, SHORTEST, Passwords

BODY = 4 * 1024
TOKEN_SECONDS = 15 * 60
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,180}\.[^@\s\x00-\x1f\x7f.]{1,60}")
_REFRESH = re.compile(r"([a-z][a-z0-9_]{0,39})\.([0-9a-f]{32})\.([0-9]{1,9})\.([A-Za-z0-9_-]{43})")

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A tenant where people may sign in: its slug, its id, its settings, with the account that was asked for."""

    slug: str
    id: str
    settings: Mapping[str, Any]

    @property
    def account(self) -> Mapping[str, Any] | None:
        account: Mapping[str, Any] | None = self.settings["account"]
        return account


class SignIn:
    """One a process. tenants: where each of them lives."""

    def __init__(self, settings: Settings, tenants: Tenants) -> None:
        self._tenants = tenants
        self._secret = settings.jwt_secret
        self._key = derived(settings.secret, "refresh tokens")
        self._passwords = Passwords()
        self._background = BackgroundTasks(failed=lambda _error: None)  # as if there were no account
        self._delivery: LinkDelivery | None = None
        if settings.link_delivery is not None:
            self._delivery = LinkDelivery(settings.link_delivery, settings.link_page or "")
        self._of_addresses = Attempts(30, 60.0)
        self._of_accounts = Attempts(10, 900.0)
        self._of_links = Attempts(3, 900.0)
        self._actions: dict[str, Callable[[Body], Awaitable[dict[str, Any]]]] = {
            "sign-up": self.sign_up,
            "sign-in": self.sign_in,
            "refresh": self.refresh,
            "sign-out": self.sign_out,
            "link": self.link,
            "use-link": self.use_link,
        }

    async def answer(self, action: str, address: str, body: bytes) -> dict[str, Any]:
        """Errors: ApiError, DatabaseError, Unavailable."""
        work = self._actions.get(action)
        if work is None:
            raise ApiError("not found", "NOT_FOUND", 404, hint=f"POST /auth/{', /auth/'.join(self._actions)}")
        self._of_addresses.take(address)
        if self._secret is None:
            raise ApiError("this server signs no tokens", "SIGN_IN_OFF", 404, hint="Set THINGBASE_JWT_SECRET.")
        given = request_parsing.parse_json(body)
        if not isinstance(given, dict):
            raise request_parsing.malformed("the body is not a JSON object")
        return await work(given)

    # --- actions --------------------------------------------------------------------------------------------------

    async def sign_up(self, body: Body) -> dict[str, Any]:
        """A new account. With a delivery, its e-mail has to be verified by a link first."""
        slug, email, password = _text(body, "tenant"), _email(body), _password(body)
        self._of_accounts.take(slug, email)
        place = await self._place(slug, email)
        if not place.settings["open"]:
            raise ApiError("no one may sign up here", "SIGN_UP_CLOSED", 403, hint="Ask an admin for an account.")
        hashed = await self._passwords.hash(password)
        if self._delivery is None:
            made = await self._value(place, "sign_up", email, hashed, False)
            if made is None:
                raise ApiError("the e-mail has an account already", "EMAIL_TAKEN", 409, hint="Sign in with it.")
            return await self._begin(place, str(made))
        account = place.account
        number = str(account["id"]) if account else await self._value(place, "sign_up", email, None, False)
        if number is not None:
            verified = account is not None and account["verified"]
            await self._send(place, str(number), email, None if verified else hashed)
        return {"sent": True}

    async def sign_in(self, body: Body) -> dict[str, Any]:
        """With a password."""
        slug, email, password = _text(body, "tenant"), _email(body), _text(body, "password", LONGEST)
        self._of_accounts.take(slug, email)
        place = await self._place(slug, email)
        account = place.account or {"id": str(uuid4()), "hash": None, "waits": False, "verified": False}
        known = account["hash"]
        fits = await self._passwords.fits(password, known)
        fits = fits and not account["waits"] and (account["verified"] or self._delivery is None)
        new = await self._passwords.hash(password) if fits and self._passwords.is_old(known) else None
        # (What is given while none is tried does not make that last longer. It takes as long.)
        noted = str(uuid4()) if account["waits"] else account["id"]
        await self._value(place, "note_password", noted, fits, new)
        if not fits:
            raise ApiError(
                "the e-mail or the password is wrong",
                "INVALID_CREDENTIALS",
                401,
                hint="After ten wrong ones the password is not tried for 15 minutes; a link still signs in.",
            )
        return await self._begin(place, account["id"])

    async def refresh(self, body: Body) -> dict[str, Any]:
        """The next tokens for a refresh token, which is good once."""
        slug, number, session, uses = await self._session(body)
        place = Place(slug, number, {"account": None})
        answer = await self._value(place, "refresh_session", session, uses)
        if answer is None:
            raise _ended()
        found = json.loads(answer)
        return await self._tokens(place, session, found["uses"], found["account"])

    async def sign_out(self, body: Body) -> dict[str, Any]:
        """Ends the session; with everywhere, all of the account."""
        slug, number, session, _ = await self._session(body)
        everywhere = body.get("everywhere", False)
        if not isinstance(everywhere, bool):
            raise request_parsing.malformed("everywhere is not true or false")
        await self._value(Place(slug, number, {}), "end_session", session, everywhere)
        return {"signedOut": True}

    async def link(self, body: Body) -> dict[str, Any]:
        """Sends a link to who has an account."""
        slug, email = _text(body, "tenant"), _email(body)
        self._of_links.take(slug, email)
        if self._delivery is None:
            raise ApiError("no links are sent here", "NOT_SUPPORTED", 400, hint="Set THINGBASE_SIGN_IN_DELIVERY.")
        place = await self._place(slug, email)
        if (account := place.account) is not None:
            self._background.start(self._send(place, account["id"], email, None))
        return {"sent": True}

    async def use_link(self, body: Body) -> dict[str, Any]:
        """Signs in with what a link had; password, if given, is the account's from now on, and other sessions end."""
        slug, token = _text(body, "tenant"), _text(body, "token")
        password = None if body.get("password") is None else _password(body)
        place = await self._place(slug, None)
        hashed = None if password is None else await self._passwords.hash(password)
        number = await self._value(place, "use_link", sha256(token.encode()).digest())
        if number is None:
            raise ApiError("the link is not good any more", "INVALID_LINK", 401, hint="Ask for another one.")
        if hashed is not None:
            await self._value(place, "set_password", number, hashed)
        return await self._begin(place, str(number))

    # --- what they are made of ------------------------------------------------------------------------------------

    async def _place(self, slug: str, email: str | None) -> Place:
        """Errors: SIGN_IN_OFF, the same whether the tenant exists or not."""
        off = ApiError("there is no sign-in for this tenant", "SIGN_IN_OFF", 404, hint="See docs/auth.md.")
        if not SLUG.fullmatch(slug):
            raise off
        try:
            identity = await self._tenants.find(slug)
        except ApiError:
            raise off from None
        answer = await self._value(Place(slug, identity.id, {}), "sign_in_account", email, None)
        settings = json.loads(answer) if answer is not None else {}
        if not settings.get("enabled"):
            raise off
        return Place(slug, identity.id, settings)

    async def _value(self, place: Place, name: str, *params: Any) -> Any:
        """The value of a function, as the admin of where the tenant lives."""
        async with self._tenants.admin_of(place.slug) as admin:
            row = await admin.fetch_values(statement(name), (place.slug, *params))
        return row and row[0]

    async def _send(self, place: Place, account: str, email: str, hashed: str | None) -> None:
        assert self._delivery is not None
        token = secrets.token_urlsafe(32)
        await self._value(place, "add_link", account, sha256(token.encode()).digest(), hashed)
        self._delivery.send(place.slug, email, token)

    async def _begin(self, place: Place, account: str) -> dict[str, Any]:
        session = await self._value(place, "begin_session", account)
        return await self._tokens(place, UUID(str(session)).hex, 0, account)

    async def _tokens(self, place: Place, session: str, uses: int, account: str) -> dict[str, Any]:
        answer = await self._value(place, "sign_in_account", None, account)
        found = json.loads(answer)["account"] if answer is not None else None
        if found is None or self._secret is None:
            raise _ended()
        claims = {"roles": found["roles"], "email": found["email"]}
        token = sign(
            self._secret, tenant=place.slug, role=None, subject=account, seconds=TOKEN_SECONDS, tenant_id=place.id,
            claims=claims,
        )  # fmt: skip
        refresh = f"{place.slug}.{session}.{uses}.{self._mac(place.id, session, uses)}"
        return {"token": token, "expiresIn": TOKEN_SECONDS, "refreshToken": refresh, "user": account}

    async def _session(self, body: Body) -> tuple[str, str, str, int]:
        """Slug and id of the tenant, session and number of a refresh token that we have made. Errors: SESSION_ENDED."""
        parts = _REFRESH.fullmatch(_text(body, "refreshToken"))
        if parts is None:
            raise _ended()
        slug, session, uses, mac = parts[1], parts[2], int(parts[3]), parts[4]
        try:
            identity = await self._tenants.find(slug)
        except ApiError:
            raise _ended() from None
        if not hmac.compare_digest(mac, self._mac(identity.id, session, uses)):
            raise _ended()
        return slug, identity.id, session, uses

    def _mac(self, tenant: str, session: str, uses: int) -> str:
        mac = hmac.digest(self._key, f"{tenant}.{session}.{uses}".encode(), "sha256")
        return urlsafe_b64encode(mac).rstrip(b"=").decode()


def _ended() -> ApiError:
    return ApiError("the session has ended", "SESSION_ENDED", 401, hint="Sign in again.")


def _text(body: Body, name: str, longest: int = 500) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest or not is_text(value):
        raise request_parsing.malformed(f"{name} is not a text of 1 to {longest} characters")
    return value


def _email(body: Body) -> str:
    email = _text(body, "email", 254).strip().lower()
    if not _EMAIL.fullmatch(email):
        raise request_parsing.malformed("email is not an e-mail address")
    return email


def _password(body: Body) -> str:
    password = _text(body, "password", LONGEST)
    if len(password) < SHORTEST:
        raise ApiError(f"a password has at least {SHORTEST} characters", "WEAK_PASSWORD", 400)
    return password
