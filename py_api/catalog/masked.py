"""A catalog as a mask leaves it: classes and fields that are not readable are not there.

So nothing that is made of a catalog (types, introspection, SDL, suggestions, plans) has them. Which rows and cells are
seen stands in Class.mask, which compiler.sight makes SQL of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from py_api.catalog.index import Head, Index
from py_api.catalog.model import Catalog, Class, Field, Inverse
from py_api.catalog.policies import ClassMask, Json, Mask, Policy, Terms, WriteTerms

SYSTEM = ("version", "createdAt", "updatedAt", "createdBy", "updatedBy")  # beside the id, which a thing always shows
WRITING = ("create", "update", "delete")
VERBS = ("read", "aggregate", *WRITING)
_TOLD_RULES = ("required", "unique")  # others may name fields


class _Entries(dict[int, Class]):
    """Made of the entries of the whole catalog when they are asked for."""

    def __init__(self, catalog: "MaskedCatalog") -> None:
        super().__init__()
        self._catalog = catalog

    def __missing__(self, class_id: int) -> Class:
        if class_id not in self._catalog.heads:
            raise KeyError(class_id)
        return self.setdefault(class_id, self._catalog.masked(self._catalog.whole.entries[class_id]))

    def __contains__(self, class_id: object) -> bool:
        return class_id in self._catalog.heads and class_id in self._catalog.whole.entries

    def get(self, class_id: int, default: Any = None) -> Any:
        return self[class_id] if class_id in self else default  # noqa: SIM401 - which would be this again


@dataclass(frozen=True, eq=False)
class MaskedCatalog(Catalog):
    """whole: what it is made of."""

    whole: Catalog = field(default_factory=lambda: Catalog(0, "", Index.of(()), {}))
    mask: Mask = field(default_factory=lambda: Mask((), ()))

    @classmethod
    def of(cls, whole: Catalog, mask: Mask) -> "MaskedCatalog":
        made = cls(
            whole.version, f"{whole.shape}:{mask.key}", Index.of(_visible(whole, mask)), whole.types,
            whole=whole, mask=mask,
        )  # fmt: skip
        object.__setattr__(made, "entries", _Entries(made))
        object.__setattr__(made, "enums", _Enums(made))
        return made

    @property
    def stored(self) -> Catalog:
        return self.whole

    # --- classes --------------------------------------------------------------------------------------------------

    def _family(self, class_id: int) -> frozenset[int]:
        return frozenset((class_id, *(head.id for head in self.whole.ancestors(class_id))))

    def masked(self, cls: Class) -> Class:
        """Raises NotLoaded."""
        family = self._family(cls.id)
        reads = self.mask.grants("read", family)
        restrictions = tuple(policy.when for policy in self.mask.restrictions("read", family))
        cells: dict[str, tuple[Json, ...]] = {}
        system = frozenset(name for name in SYSTEM if self._is_read(name, None, reads, cells))
        parent = self.heads[cls.id].extends
        above = {} if parent is None else self.class_of(parent).fields
        fields = {
            name: self._masked_field(cls, field, above.get(name), name in cells)
            for name, field in cls.fields.items()
            if self._is_reachable(field) and self._is_read(name, field, reads, cells)
        }
        rows = Terms(None if any(p.when is None for p in reads) else tuple(p.when for p in reads), restrictions)
        verbs = frozenset(verb for verb in VERBS if self.mask.grants(verb, family))
        writes = {verb: self._writes(cls, fields, self.mask.grants(verb, family)) for verb in WRITING}
        limits = {verb: self._limits(verb, family) for verb in WRITING}
        return replace(
            cls,
            shape=f"{cls.shape}:{self.mask.key}",
            extends=None if parent is None else self.heads[parent].name,
            fields=fields,
            checks={},
            uniques=tuple(unique for unique in cls.uniques if all(name in fields for name in unique.fields)),
            inverses={name: inverse for name, inverse in cls.inverses.items() if self._is_inverse_read(inverse)},
            rollups=(),
            keeps=(),
            mask=ClassMask(rows, cells, system, verbs, writes, limits),
        )

    def _writes(self, cls: Class, fields: Mapping[str, Field], policies: list[Policy]) -> tuple[WriteTerms, ...]:
        """(Lists are not written; what is not read neither.)"""
        return tuple(
            WriteTerms(
                frozenset(
                    name
                    for name, field in fields.items()
                    if field.column is not None
                    and field.computed is None
                    and name not in policy.presets
                    and self._names(policy, name, cls.fields[name])
                ),
                policy.when,
                policy.check,
                policy.presets,
            )
            for policy in policies
        )

    def _limits(self, verb: str, family: frozenset[int]) -> tuple[tuple[Json, ...], tuple[Json, ...]]:
        policies = self.mask.restrictions(verb, family)
        return (
            tuple(policy.when for policy in policies if policy.when is not None),
            tuple(policy.check for policy in policies if policy.check is not None),
        )

    # --- fields ---------------------------------------------------------------------------------------------------

    def _is_read(self, name: str, field: Field | None, reads: list[Policy], cells: dict[str, tuple[Json, ...]]) -> bool:
        """Whether a field is read in any row. In which, where not in all that are seen, is put into cells.

        field: None of one of the system.
        """
        naming = [policy for policy in reads if self._names(policy, name, field)]
        if not naming:
            return False
        if all(policy.when is not None for policy in naming) and len(naming) < len(reads):
            cells[name] = tuple(policy.when for policy in naming)
        return True

    def _names(self, policy: Policy, name: str, field: Field | None) -> bool:
        """A policy without fields is about all that its class has itself, but for what is computed, which may show
        other things: that is named or not read.
        """
        if policy.fields is not None:
            return name in policy.fields
        if field is None:
            return True
        if field.computed is not None:
            return False
        having = {policy.class_name, *(head.name for head in self.whole.ancestors(policy.class_id))}
        return field.defined_in in having

    def _is_reachable(self, field: Field) -> bool:
        """A reference to things that are not seen is not; nor is one to things of any class."""
        return not field.is_reference or (field.target_id is not None and field.target_id in self.heads)

    def _masked_field(self, cls: Class, field: Field, above: Field | None, is_cell: bool) -> Field:
        """above: the field as the class that is extended has it, where that is seen and has it."""
        unsure = is_cell or (field.target_id is not None and self.hides_rows(field.target_id))
        return replace(
            field,
            non_null=field.non_null and not unsure,
            defined_in=cls.name if above is None else above.defined_in,
            inherited=above is not None,
            rules={name: value for name, value in field.rules.items() if name in _TOLD_RULES and value is True},
            messages=(),
            # The source of the rows has it as a column (compiler.sight).
            computed=None if field.computed is None else "",
            computed_sql=None,
            computed_columns=(),
        )

    def _is_inverse_read(self, inverse: Inverse) -> bool:
        if inverse.class_id not in self.heads:
            return False
        field = self.whole.class_of(inverse.class_id).fields.get(inverse.field)
        reads = self.mask.grants("read", self._family(inverse.class_id))
        return field is not None and self._is_reachable(field) and self._is_read(field.name, field, reads, {})

    def hides_rows(self, class_id: int) -> bool:
        """Whether some things of a class, or of those that extend it, are not seen."""
        for member in self.whole.family(class_id):
            family = self._family(member)
            reads = self.mask.grants("read", family)
            if all(policy.when is not None for policy in reads) or self.mask.restrictions("read", family):
                return True
        return False

    def enum_owner(self, enum: str) -> int | None:
        """The class that brings a shared enum along ("[Status]": the filter of lists of it). Raises NotLoaded."""
        if enum not in self.whole.enums:
            return None
        name, listed = enum.strip("[]"), enum.startswith("[")
        first = self.whole.enums[enum]
        for class_id in (*((first,) if first in self.heads else ()), *self.heads):
            cls = self.class_of(class_id)
            if any(
                f.enum == name and not f.inherited and (not listed or f.type.scalar == "[Enum!]")
                for f in cls.fields.values()
            ):
                return cls.id
        return None


class _Enums(Mapping[str, int]):
    """As Catalog.enums, of what is readable."""

    def __init__(self, catalog: MaskedCatalog) -> None:
        self._catalog = catalog

    def __getitem__(self, enum: str) -> int:
        owner = self._known(enum)
        if owner is None:
            raise KeyError(enum)
        return owner

    def _known(self, enum: str) -> int | None:
        known = self._owners
        if enum not in known:
            known[enum] = self._catalog.enum_owner(enum)
        return known[enum]

    @cached_property
    def _owners(self) -> dict[str, int | None]:
        return {}

    def __iter__(self) -> Iterator[str]:
        return (enum for enum in self._catalog.whole.enums if self._known(enum) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _visible(whole: Catalog, mask: Mask) -> Iterator[Head]:
    """The classes of which anything may be read, each extending the next of those above it."""
    granted = {policy.class_id for policy in mask.policies if policy.verb == "read" and policy.role is not None}
    for head in whole.heads.values():
        above = [parent.id for parent in whole.ancestors(head.id)]
        if mask.grants("read", frozenset((head.id, *above))) and granted & {head.id, *above}:
            parent = next((i for i in above if mask.grants("read", _up(whole, i))), None)
            yield replace(head, extends=parent)


def _up(whole: Catalog, class_id: int) -> frozenset[int]:
    return frozenset((class_id, *(parent.id for parent in whole.ancestors(class_id))))
