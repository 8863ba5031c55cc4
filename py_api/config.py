"""Where things are, and the settings that the environment gives: servers, secrets, limits."""

import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from py_api import __version__
from py_api.claims_mapping import ClaimsMapping
from py_api.errors import Failure, Unavailable

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent  # of a checkout
# An installed package has inside what a checkout has beside it (force-include in pyproject.toml).
IS_CHECKOUT = not (PACKAGE / "sql").exists()
SQL, EXAMPLES = (ROOT / "sql", ROOT / "docs/examples") if IS_CHECKOUT else (PACKAGE / "sql", PACKAGE / "examples")
COMMAND = "./thingbase" if IS_CHECKOUT else "thingbase"
SECRET_BYTES = 32  # the least that a secret must have: as much as the hash that it keys


@cache
def build() -> str:
    """What caches know this program by: its version. In a checkout, where files change under one version, also the time
    of the newest one: what the program of a moment ago has cached is not served by that of now."""
    if not IS_CHECKOUT:
        return __version__
    files = (path for kind in ("py", "js", "css") for path in PACKAGE.rglob(f"*.{kind}"))
    return f"{__version__}-{max(path.stat().st_mtime_ns for path in files):x}"


def package(name: str, extra: str) -> Path:
    """The folder of a package that only this extra of ours installs."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Unavailable(f"the package {name} is not installed", f"Install it: pip install 'thingbase[{extra}]'")
    return Path(spec.origin).parent


@dataclass(frozen=True, slots=True)
class Config:
    """database_url and redis_url name servers to use instead of the embedded ones.

    direct_url: the same PostgreSQL, past a pooler that database_url leads through.
    """

    database_url: str | None
    redis_url: str | None
    direct_url: str | None = None

    @property
    def administration_url(self) -> str | None:
        """For what needs a session of its own: listening, installing, jobs."""
        return self.direct_url or self.database_url

    @classmethod
    def from_environment(cls) -> "Config":
        return cls(
            os.environ.get("DATABASE_URL") or None,
            os.environ.get("REDIS_URL") or None,
            os.environ.get("THINGBASE_DIRECT_URL") or None,
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for. Counts are after the expansion of fragments."""

    body: int = 256 * 1024  # bytes
    document: int = 100_000  # characters of it; large values belong into variables
    tokens: int = 2_000  # of the document
    depth: int = 12  # nested selection sets
    aliases: int = 100
    root_fields: int = 20
    directives: int = 50
    fields: int = 2_000
    page_size: int = 100  # things of a page where nothing is said
    nested_page_size: int = 20  # the same of a list within a list, since they multiply
    list_size: int = 1_000  # things of one page, and of one mutation's list, at most
    links: int = 5_000  # that the lists of links in one mutation's input name: connect, disconnect, set
    cost: int = 200_000  # estimated: rows times fields
    documents: int = 100  # that are looked at or registered at once
    documents_size: int = 256 * 1024  # characters of them together
    cpu_rate: int = 250  # milliseconds of CPU time a second that a tenant's new, large and invalid requests may take
    cpu_saved: int = 2_000  # of those, how many a tenant saves up at most
    share: int = 30  # percent of a process's time that one tenant may take while others want something; 0: all
    subscriptions: int = 10_000  # of one tenant that has no limit of its own, to one process
    complexity: int = 2_500  # what the pieces of an operation's statements weigh together: compiler/weights.py
    nesting: int = 64  # levels of values in variables, and of conditions
    values: int = 30_000  # of all variables together
    pattern: int = 500  # characters of what texts, trees and documents are searched for
    operand: int = 500  # values of a list or of JSON that stored ones are searched for
    geometry: int = 2_000  # numbers of a geometry that stored ones are compared with
    near: int = 32  # the same where distances are asked for, which are of each point to each
    answer_bytes: int = 64 * 1024 * 1024  # of an operation's answer; 0 (in tests): none is looked at
    answer_rows: int = 200_000  # things and groups that an answer could have, by its page sizes


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """Connections of one process to PostgreSQL."""

    per_tenant: int = 16
    total: int = 64
    idle_seconds: float = 60.0  # after which an unused connection is closed
    wait_seconds: float = 5.0  # how long a request waits for a connection
    queue: int = 1_024  # requests of one tenant that may wait at once
    statement_seconds: float = 5.0  # of one statement, unless the tenant's own limit is shorter
    request_seconds: float = 7.0  # until a request is answered, however long PostgreSQL takes
    schema_seconds: float = 300.0  # the same of a request that changes the schema or is for administrators


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """WebSockets and event streams of one process."""

    connections: int = 10_000
    tenant_connections: int = 10_000  # of them, those of one tenant that has no limit of its own
    operations: int = 100  # of one WebSocket at once
    init_seconds: float = 10.0  # until a client has to say who it is
    ping_seconds: float = 15.0  # of silence, after which a connection is tried
    pong_seconds: float = 15.0  # how long an answer to that may take
    stall_seconds: float = 5.0  # how long a client may leave unread what it is sent
    buffer: int = 1024 * 1024  # bytes that may wait for one client
    url_token_seconds: float = 3600.0  # how long a token in a URL may be good for


@dataclass(frozen=True, slots=True)
class JobLimits:
    """Background jobs, and the watchdog that ends what goes beyond tenants' limits of time, or holds up others."""

    workers: int = 3  # jobs that run at once in one process, each of another tenant
    wait_seconds: float = 5.0  # for a lock or an old transaction, before a job is put back
    blocking_seconds: float = 60.0  # age of a tenant's transaction that others wait for, at which it is ended
    transaction_seconds: float = 3600.0  # age of any transaction of a tenant at which it is ended
    grace_seconds: float = 1.0  # beyond a tenant's own limits of time, in which PostgreSQL may keep them by itself
    cancel_seconds: float = 5.0  # that a cancelled statement has to end; then its session is ended
    notify_queue: float = 0.05  # share of the NOTIFY queue in use from which on those who hold it up are ended

    @classmethod
    def from_environment(cls) -> "JobLimits":
        return cls(**_numbers("THINGBASE_JOBS", cls))


# Whatever listens on this machine: the servers of front-end tools take any port.
LOCAL_ORIGIN = re.compile(r"https?://(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server process needs. jwt_secret signs and checks HS256 tokens; jwks is a URL or file of public keys."""

    database_url: str
    redis_url: str | None
    secret: bytes = field(repr=False)  # keys the passwords of the tenants' API roles
    jwt_secret: bytes | None = field(default=None, repr=False)
    jwks: str | None = None
    audience: str | None = None
    issuer: str | None = None
    claims: ClaimsMapping | None = None  # which of them say tenant and roles
    old_jwt_secrets: tuple[bytes, ...] = field(default=(), repr=False)  # that check tokens, and sign none
    link_delivery: str | None = field(
        default=None, repr=False
    )  # how links that sign in are sent: smtp(s)://, http(s)://
    link_page: str | None = None  # the app's address in them, with {token}
    client_header: str | None = None  # where a proxy in front says the client's address
    persisted: Path | None = None  # manifest {hash: document}
    persisted_only: bool = False
    metrics_token: str | None = field(default=None, repr=False)
    direct_url: str | None = None  # of the same server as database_url, past a pooler
    standbys: tuple[str, ...] = ()  # URLs of servers that follow it, for reads that may be a little old
    metrics_local: bool = False  # without that token, they are shown to what asks on this machine
    origins: tuple[str, ...] = ()  # of other sites whose pages may call the API (CORS); "*" for all
    local_origins: bool = False  # besides, pages that this machine serves (LOCAL_ORIGIN)
    access_log: bool = False
    slow_seconds: float = 1.0  # requests that take longer are logged with their SQL; 0: none
    limits: Limits = Limits()
    pools: PoolLimits = PoolLimits()
    sockets: SocketLimits = SocketLimits()

    def welcomes(self, origin: str) -> bool:
        """Whether pages of this site may call the API."""
        return (
            "*" in self.origins or origin in self.origins or bool(self.local_origins and LOCAL_ORIGIN.fullmatch(origin))
        )

    @classmethod
    def from_environment(cls, **settings: Any) -> "Settings":
        """settings go before what the environment says: database_url, redis_url, secret."""
        env = os.environ
        config = Config.from_environment()
        database_url = settings.get("database_url") or config.database_url
        if not database_url:
            raise Failure(
                "DATABASE_URL is not set", "Name the PostgreSQL server: postgresql://user:password@host/database"
            )
        secret, jwt_secret = _secret("THINGBASE_SECRET"), _secret("THINGBASE_JWT_SECRET")
        base = secret or settings.get("secret") or jwt_secret
        jwks = env.get("THINGBASE_JWKS") or None
        if base is None:
            raise Failure(
                "no secret is set: THINGBASE_SECRET" if jwks else "there is nothing to check tokens with",
                f"Set THINGBASE_SECRET to at least {SECRET_BYTES} random bytes, the same for every server process"
                + (
                    " (the passwords of the tenants' login roles derive from it)."
                    if jwks
                    else "; or THINGBASE_JWT_SECRET, or THINGBASE_JWKS with THINGBASE_SECRET."
                ),
            )
        if jwt_secret is None and jwks is None:
            jwt_secret = derived(base, "jwt")
        persisted = env.get("THINGBASE_PERSISTED")
        return cls(
            database_url=database_url,
            redis_url=settings.get("redis_url") or config.redis_url,
            direct_url=config.direct_url if config.database_url else None,
            standbys=tuple(env.get("THINGBASE_STANDBYS", "").split()),
            secret=derived(base, "roles"),
            jwt_secret=jwt_secret,
            jwks=jwks,
            audience=env.get("THINGBASE_JWT_AUDIENCE") or None,
            issuer=env.get("THINGBASE_JWT_ISSUER") or None,
            claims=ClaimsMapping.parse(mapping) if (mapping := env.get("THINGBASE_CLAIMS")) else None,
            old_jwt_secrets=tuple(
                _long_enough("THINGBASE_OLD_JWT_SECRETS", old.encode())
                for old in env.get("THINGBASE_OLD_JWT_SECRETS", "").split()
            ),
            link_delivery=env.get("THINGBASE_SIGN_IN_DELIVERY") or None,
            link_page=env.get("THINGBASE_SIGN_IN_LINK") or None,
            client_header=env.get("THINGBASE_CLIENT_HEADER") or None,
            persisted=Path(persisted) if persisted else None,
            persisted_only=_flag("THINGBASE_PERSISTED_ONLY"),
            metrics_token=env.get("THINGBASE_METRICS_TOKEN") or None,
            origins=tuple(filter(None, (origin.strip() for origin in env.get("THINGBASE_ORIGINS", "").split(",")))),
            access_log=_flag("THINGBASE_ACCESS_LOG"),
            slow_seconds=_seconds("THINGBASE_SLOW_SECONDS", 1.0),
            limits=Limits(**_numbers("THINGBASE_LIMITS", Limits)),
            pools=PoolLimits(**_numbers("THINGBASE_POOLS", PoolLimits)),
            sockets=SocketLimits(**_numbers("THINGBASE_SOCKETS", SocketLimits)),
        )


def derived(secret: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, so that none gives another away."""
    return hmac.digest(secret, f"thingbase {purpose}".encode(), "sha256")


def _secret(name: str) -> bytes | None:
    value = os.environ.get(name, "").encode()
    return _long_enough(name, value) if value else None


def _long_enough(name: str, value: bytes) -> bytes:
    if len(value) < SECRET_BYTES:
        raise Failure(f"{name} is too short", f"It needs at least {SECRET_BYTES} characters: openssl rand -base64 32")
    return value


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in ("", "0", "1", "false", "true", "no", "yes"):
        raise Failure(f"{name} is {value!r}", "Use 1 or 0.")
    return value in ("1", "true", "yes")


def _seconds(name: str, default: float) -> float:
    text = os.environ.get(name, "")
    try:
        seconds = float(text) if text else default
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e6:
        raise Failure(f"{name} is {text!r}", "Use a number of seconds, such as 0.5; 0 for never.")
    return seconds


def _numbers(
    name: str, kind: type[Limits] | type[PoolLimits] | type[SocketLimits] | type[JobLimits]
) -> Mapping[str, Any]:
    """NAME=NUMBER pairs, separated by commas: depth=20,cost=500000."""
    known: dict[str, type[int] | type[float]] = {
        f.name: float if f.type in (float, "float") else int for f in fields(kind)
    }
    numbers: dict[str, Any] = {}
    for pair in filter(None, os.environ.get(name, "").split(",")):
        key, _, value = (part.strip() for part in pair.partition("="))
        if key not in known:
            raise Failure(f"{name}: {key!r} is not a known limit", f"Use NAME=NUMBER, with {', '.join(known)}.")
        try:
            numbers[key] = known[key](value)
        except ValueError:
            numbers[key] = 0
        if not numbers[key] > 0:
            raise Failure(f"{name}: {key} must be a positive number, not {value!r}")
    return numbers
