"""Roles and policies of a tenant, and what they come to for one who asks: a mask over the catalog.

Policies add up: what one grants is granted. Restrictions are held to besides. What uses a claim that the token does not
have, or has in another form, grants nothing; a restriction that does lets nothing through.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from py_api import json_text
from py_api.claims import Claims
from py_api.lru import Lru

Json = Any
MASKS = 256  # of a tenant's policies that are kept
CLAIM = "$claim"
_LISTS = {"in", "notIn", "iin", "hasAny", "hasAll"}  # operators that take a list
_SCALARS = (str, int, float)  # (bool is one)
_ID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")  # of a thing


@dataclass(frozen=True, slots=True)
class Claim:
    """Where a policy takes a value from a token. listed: it is a list of values there. is_id: they are things' ids."""

    path: tuple[str, ...]
    listed: bool
    is_id: bool = False

    @property
    def key(self) -> str:
        """Under which its value stands among those of a mask."""
        return json.dumps(self.path)

    def value(self, claims: Claims) -> Json:
        """None where the token has no such value."""
        value = claims.at(self.path)
        if self.listed:
            fits = isinstance(value, list | tuple) and all(self._fits(item) for item in value)
            return list(value) if fits else None
        return value if self._fits(value) else None

    def _fits(self, value: Json) -> bool:
        if self.is_id:
            return isinstance(value, str) and _ID.fullmatch(value) is not None
        return isinstance(value, _SCALARS)


def claim_of(value: Json, operator: str = "eq", field: str = "") -> Claim | None:
    """The claim that stands for a value in a policy, if one does. operator: of the filter that takes it, of a field."""
    if not isinstance(value, dict) or CLAIM not in value:
        return None
    path = value[CLAIM]
    return Claim((path,) if isinstance(path, str) else tuple(path), operator in _LISTS, field == "id")


def _claims(condition: Json, operator: str = "", field: str = "") -> Iterator[Claim]:
    """operator, field: the keys that it stands under."""
    if isinstance(condition, dict):
        claim = claim_of(condition, operator, field)
        if claim is not None:
            yield claim
        else:
            for key, inner in condition.items():
                yield from _claims(inner, key, operator)
    elif isinstance(condition, list):
        for inner in condition:
            yield from _claims(inner)


@dataclass(frozen=True, eq=False)
class Policy:
    """role: None of a restriction. fields: None for all that the class has itself. when, check: filters."""

    role: str | None
    class_id: int
    class_name: str
    verb: str
    fields: frozenset[str] | None
    when: Json
    check: Json
    presets: Mapping[str, Json]
    text: str  # all of it

    @classmethod
    def read(cls, entry: Mapping[str, Json]) -> "Policy":
        fields = entry.get("fields")
        return cls(
            entry.get("role"),
            entry["classId"],
            entry["class"],
            entry["verb"],
            None if fields is None else frozenset(fields),
            entry.get("when"),
            entry.get("check"),
            entry.get("presets", {}),
            json.dumps(entry, sort_keys=True),
        )

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Those that it takes values from."""
        return tuple(dict.fromkeys([*_claims(self.when), *_claims(self.check), *_claims(dict(self.presets))]))


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to hold of a row: one of `any_of` (None: nothing is asked), and all of `all_of`. Filters by names."""

    any_of: tuple[Json, ...] | None
    all_of: tuple[Json, ...] = ()

    @property
    def say_nothing(self) -> bool:
        return self.any_of is None and not self.all_of


@dataclass(frozen=True, slots=True)
class WriteTerms:
    """What one policy lets a role write: fields (of those that it reads), in things that `when` holds for, as long as
    `check` holds for what they become. presets: values of other fields.
    """

    fields: frozenset[str]
    when: Json
    check: Json
    presets: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class ClassMask:
    """What is left of a class. rows: which things are seen. cells: fields that are not read in all of those, with the
    filters of which one must hold. system: fields of the system that are read. verbs: that are granted. writes: by
    verb; of what is written, one must hold. limits: by verb, all of these must hold, of a thing as it is and as it
    becomes.
    """

    rows: Terms
    cells: Mapping[str, tuple[Json, ...]]
    system: frozenset[str]
    verbs: frozenset[str]
    writes: Mapping[str, tuple[WriteTerms, ...]] = field(default_factory=dict)
    limits: Mapping[str, tuple[tuple[Json, ...], tuple[Json, ...]]] = field(default_factory=dict)

    def written(self, verb: str) -> frozenset[str]:
        """The fields that any policy lets the role give a value."""
        return frozenset().union(*(terms.fields for terms in self.writes.get(verb, ())))


class Mask:
    """The policies that hold for some roles, and for claims of one form. Equal texts are the same mask.

    never: ids of classes where a restriction lets nothing through, by verb.
    """

    def __init__(self, policies: Iterable[Policy], never: Iterable[Policy]) -> None:
        self.policies = tuple(policies)
        self.never = frozenset((policy.verb, policy.class_id) for policy in never)
        text = json.dumps([[policy.text for policy in self.policies], sorted(self.never)])
        self.key = sha256(text.encode()).hexdigest()
        self.claims = tuple(dict.fromkeys(claim for policy in self.policies for claim in policy.claims))

    def values(self, claims: Claims) -> Mapping[str, Json]:
        """Those of the claims in use, by their keys."""
        return {claim.key: claim.value(claims) for claim in self.claims}

    def grants(self, verb: str, family: frozenset[int]) -> list[Policy]:
        """Those of a class. family: its id and those of its ancestors."""
        if any((verb, class_id) in self.never for class_id in family):
            return []
        return [p for p in self.policies if p.verb == verb and p.role is not None and p.class_id in family]

    def restrictions(self, verb: str, family: frozenset[int]) -> list[Policy]:
        return [p for p in self.policies if p.verb == verb and p.role is None and p.class_id in family]


class Policies:
    """All of a tenant, by the names that its API has at this version."""

    def __init__(self, text: bytes) -> None:
        entry = json_text.loads(text)
        self.version: int = entry["version"]
        self._includes = {role["name"]: tuple(role.get("includes", ())) for role in entry["roles"]}
        self._policies = [Policy.read(policy) for policy in entry["policies"]]
        self._masks: Lru[tuple[tuple[bool, ...], tuple[bool, ...]], Mask] = Lru(MASKS)

    def known(self, roles: Iterable[str]) -> frozenset[str]:
        """Those of the roles that the tenant has, and what they include."""
        known, found = [role for role in roles if role in self._includes], set[str]()
        while known:
            role = known.pop()
            if role not in found:
                found.add(role)
                known += self._includes[role]
        return frozenset(found)

    def mask(self, roles: frozenset[str], claims: Claims) -> Mask:
        """roles: as `known` has them."""
        concerned = [policy.role is None or policy.role in roles for policy in self._policies]
        holds = [
            concerns and all(claim.value(claims) is not None for claim in policy.claims)
            for policy, concerns in zip(self._policies, concerned, strict=True)
        ]
        key = (tuple(concerned), tuple(holds))
        mask = self._masks.get(key)
        if mask is None:
            rows = [*zip(self._policies, concerned, holds, strict=True)]
            never = [policy for policy, concerns, held in rows if concerns and not held and policy.role is None]
            mask = Mask([policy for policy, _, held in rows if held], never)
            self._masks.put(key, mask)
        return mask
