"""The GraphQL types that come with classes, by their names. Pure: a definition is a function of the catalog."""

from collections.abc import Callable, Iterator, Mapping

from py_api.catalog.model import Catalog, Class
from py_api.schema import naming as n
from py_api.schema.aggregate_types import AggregateTypes
from py_api.schema.class_fields import ClassFields, has_input_without
from py_api.schema.definitions import Definition, Kind
from py_api.schema.enum_types import ENUM_SUFFIXES, EnumTypes
from py_api.schema.filter_types import FilterTypes
from py_api.schema.mutation_inputs import MutationInputs
from py_api.schema.object_types import ObjectTypes
from py_api.schema.static_types import ON_CONFLICT, WRITE_OUTCOME

# Types of a class that only mutations lead to; so do the inputs that lack a reference.
WRITING = frozenset(
    (n.BATCH, n.CREATE_INPUT, n.UPDATE_INPUT, n.LINK_INPUT, n.LINKS_INPUT, n.UNIQUE, n.UPSERT_INPUT, n.UPDATE_ITEM)
)


class ClassTypes:
    """The definitions of a catalog's classes."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.fields = ClassFields(catalog.types)
        self.objects = ObjectTypes(catalog, self.fields)
        self.filters = FilterTypes(self.fields)
        self.aggregates = AggregateTypes(self.fields)
        self.inputs = MutationInputs(catalog, self.fields)
        self.enums = EnumTypes(catalog)
        self.makers: Mapping[str, Callable[[Class], Definition | None]] = {
            "": self.objects.thing,
            n.ITSELF: self.objects.itself,
            n.SNAPSHOT: self.objects.snapshot,
            n.ITSELF + n.SNAPSHOT: self.objects.itself_snapshot,
            n.CONNECTION: self.objects.connection,
            n.EDGE: self.objects.edge,
            n.BATCH: self.objects.batch,
            n.FILTER: self.filters.filter,
            n.LIST_FILTER: self.filters.list_filter,
            n.ORDER_BY: self.filters.order_by,
            n.LIST_ORDER_BY: self.filters.list_order_by,
            n.DISTINCT_ON: self.filters.distinct_on,
            n.AGGREGATE: self.aggregates.aggregate,
            n.AGGREGATE_FIELDS: self.aggregates.aggregate_fields,
            n.AGGREGATE + n.ORDER_BY: self.aggregates.aggregate_order_by,
            n.AGGREGATE_FIELDS + n.ORDER_BY: self.aggregates.aggregate_fields_order_by,
            n.KEY: self.aggregates.key,
            n.GROUP_BY: self.aggregates.group_by,
            n.HAVING: self.aggregates.having,
            n.HAVING_FIELDS: self.aggregates.having_fields,
            n.CREATE_INPUT: self.inputs.create_input,
            n.UPDATE_INPUT: self.inputs.update_input,
            n.UPSERT_INPUT: self.inputs.upsert_input,
            n.UPDATE_ITEM: self.inputs.update_item,
            n.LINK_INPUT: self.inputs.link_input,
            n.LINKS_INPUT: self.inputs.links_input,
            n.UNIQUE: self.inputs.unique,
            n.UNIQUE_INPUT: self.inputs.unique_input,
            n.EVENT: self.objects.event,
        }

    # --- finding ------------------------------------------------------------------------------------------------

    def of_snapshot(self, name: str) -> str | None:
        """The type of the things that a type of snapshots is of; None where the name is of no such type."""
        if name == n.ANY_SNAPSHOT:
            return n.NODE
        thing = name.removesuffix(n.SNAPSHOT)
        return thing if thing != name and name not in self.catalog else None

    def subtypes(self, interface: str) -> Iterator[str]:
        """Names of the object types that implement an interface, oldest class first."""
        thing, catalog = self.of_snapshot(interface), self.catalog
        above = thing or interface
        ids = sorted(catalog.heads if above == n.NODE else catalog.family(catalog.by_name[above].id))
        for head in map(catalog.heads.__getitem__, ids):
            if not head.abstract:
                yield catalog.type_name(head) + (n.SNAPSHOT if thing else "")

    def define(self, name: str) -> Definition | None:
        """The definition of this name, if a class has it. Raises NotLoaded."""
        for suffix in self.makers:
            base = name.removesuffix(suffix)
            if (base != name or not suffix) and base in self.catalog:
                definition = self.made(suffix, self.catalog.named(base))
                if definition is not None:
                    return definition
        return self.inputs.lacking(name) or self._of_member(name)

    def made(self, suffix: str, cls: Class) -> Definition | None:
        """The type of a class by what follows its name; None where it has none. (A rollup is not written.)"""
        return None if cls.rollup is not None and suffix in WRITING else self.makers[suffix](cls)

    def of_class(self, cls: Class, writes: bool = True) -> Iterator[Definition]:
        """All definitions of a class; without `writes` those that queries lead to."""
        for suffix in self.makers:
            if (writes or suffix not in WRITING) and (definition := self.made(suffix, cls)) is not None:
                yield definition
        yield from self.of_members(cls, writes)

    def of_members(self, cls: Class, writes: bool) -> Iterator[Definition]:
        """Those of its enums and its unique combinations."""
        for field, suffixes in self.enums.of_class(cls):
            yield from self.enums.definitions(cls, field, suffixes)
        for field in cls.named_fields.values():
            if writes and has_input_without(cls, field):
                yield from self.inputs.inputs_without(cls, field)
        for unique in cls.combinations:
            yield self.inputs.combination(cls, unique)

    def is_for_writing(self, definition: Definition) -> bool:
        """Is this one of those that only mutations lead to? (Inputs of things end so, those of conditions do not.)"""
        if definition.kind is Kind.INPUT:
            read = definition.class_id is not None and definition.name.endswith(n.UNIQUE_INPUT)
            return definition.name.endswith("Input") and not read
        if definition.class_id is None:
            return definition.name in (ON_CONFLICT, WRITE_OUTCOME)
        name = self.catalog.heads[definition.class_id].name
        return definition.name in {name + suffix for suffix in WRITING}

    def _of_member(self, name: str) -> Definition | None:
        for suffix in ENUM_SUFFIXES:
            enum = name.removesuffix(suffix)
            owner = self.catalog.enums.get(f"[{enum}]" if suffix == n.LIST_FILTER else enum)
            if owner is not None and name == enum + suffix:
                cls = self.catalog.class_of(owner)
                field = next(f for f in cls.fields.values() if f.enum == enum)
                return next(self.enums.definitions(cls, field, (suffix,)))
        for length in range(len(name) - 1, 0, -1):
            if name[:length] in self.catalog:
                cls = self.catalog.named(name[:length])
                for unique in cls.combinations:
                    if name == n.unique_name(cls, unique):
                        return self.inputs.combination(cls, unique)
                for field, suffixes in self.enums.of_class(cls):
                    if field.enum is None and name.startswith(n.enum_name(field)):
                        for definition in self.enums.definitions(cls, field, suffixes):
                            if definition.name == name:
                                return definition
        return None
