"""Which claims of a token say tenant, roles and subject (THINGBASE_CLAIMS): of Auth0, Keycloak, Supabase and others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from py_api.claims import Claims
from py_api.errors import Failure

NAMES = ("tenant", "tid", "role", "roles", "subject")
_EXAMPLE = '{"tenant": "app_metadata.tenant", "roles": "realm_access.roles"}'


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from. names: what the issuer's names for roles mean; others stay as they are."""

    path: tuple[str, ...] = ()
    default: Any = None
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, claims: Claims) -> Any:
        value = claims.at(self.path) if self.path else None
        return self.default if value is None or value == () else value


class ClaimsMapping:
    """What it does not name is read from the claim of its own name; where it names roles, no other claim gives any."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._tenant = sources.get("tenant", Source(("tenant",)))
        self._tid = sources.get("tid", Source(("tid",)))
        self._subject = sources.get("subject", Source(("sub",)))
        self._maps_roles = "role" in sources or "roles" in sources
        self._roles = [sources[name] for name in ("role", "roles") if name in sources] or [
            Source(("role",)), Source(("roles",)),
        ]  # fmt: skip

    def tenant(self, claims: Claims) -> Any:
        return self._tenant.of(claims)

    def tid(self, claims: Claims) -> Any:
        return self._tid.of(claims)

    def subject(self, claims: Claims) -> Any:
        return self._subject.of(claims)

    def roles(self, claims: Claims) -> list[Any]:
        """The names, unchecked, of texts and lists. An issuer's role that happens to be called operator makes none."""
        roles: list[Any] = []
        for source in self._roles:
            value = source.of(claims)
            for name in value if isinstance(value, tuple | list) else () if value is None else (value,):
                meant = source.names.get(name, name) if isinstance(name, str) else name
                if not (self._maps_roles and meant == "operator" and meant == name):
                    roles.append(meant)
        return roles

    @classmethod
    def parse(cls, text: str, name: str = "THINGBASE_CLAIMS") -> "ClaimsMapping":
        """text: JSON, an object. Raises Failure."""
        try:
            given = json.loads(text)
        except ValueError:
            raise Failure(f"{name} is not JSON", f"For example: {_EXAMPLE}") from None
        if not isinstance(given, dict):
            raise Failure(f"{name} is not a JSON object", f"For example: {_EXAMPLE}")
        for key in given:
            if key not in NAMES:
                raise Failure(f"{name}: {key!r} is not known", f"Use {', '.join(NAMES)}.")
        return cls({key: _source(f"{name}: {key}", value) for key, value in given.items()})


PLAIN = ClaimsMapping({})  # as our own tokens have them


def _source(name: str, value: Any) -> Source:
    """A path; or an object with path, default and names."""
    if not isinstance(value, dict):
        return Source(_path(name, value))
    if unknown := value.keys() - {"path", "default", "names"}:
        raise Failure(f"{name}: {min(unknown)!r} is not known", "Use path, default, names.")
    names = value.get("names", {})
    if not isinstance(names, dict) or not all(isinstance(meant, str) for meant in names.values()):
        raise Failure(f"{name}: names is not an object of texts", '{"names": {"app-admin": "admin"}}')
    default = value.get("default")
    if default is not None and not isinstance(default, str):
        raise Failure(f"{name}: default is not a text")
    if default is None and "path" not in value:
        raise Failure(f"{name} has neither path nor default")
    return Source(_path(name, value["path"]) if "path" in value else (), default, names)


def _path(name: str, value: Any) -> tuple[str, ...]:
    """Keys with dots between them, or a list of keys; a name with / or : (a URL, as Auth0 has it) is one key."""
    keys = value if isinstance(value, list) else [value]
    if isinstance(value, str) and not {"/", ":"} & set(value):
        keys = value.split(".")
    if not keys or not all(isinstance(key, str) and key for key in keys):
        raise Failure(f"{name} is not a path of claims", 'Use "a.b", or a list of keys: ["https://example.org/a"].')
    return tuple(keys)
