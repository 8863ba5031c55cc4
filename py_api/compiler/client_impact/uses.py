"""What a document uses of a schema's classes and fields, by the place where it stands in the document."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    NamedTypeNode,
    Node,
    ObjectFieldNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    VisitorAction,
    get_named_type,
    visit,
)

from py_api.catalog.model import Class, Field, Inverse, Unique
from py_api.schema import naming as n
from py_api.schema.definitions import Definition, Kind
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sources import ClassRoot, Descendants, EventsRoot, Figures, Inverted, Root

WRITTEN = (n.CREATE_INPUT, n.UPDATE_INPUT, n.UPSERT_INPUT)


class How(Enum):
    """ROOT a root field, READ a selected field, WRITTEN a field of an input, CHOICE one of a filter, an order and the
    like, KEY a combination that is unique, VALUE a value of an enum, TYPE a type that is named, TYPENAME its name that
    is asked for."""

    ROOT = auto()
    READ = auto()
    WRITTEN = auto()
    CHOICE = auto()
    KEY = auto()
    VALUE = auto()
    TYPE = auto()
    TYPENAME = auto()


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a class, or of a field of it.

    name: as it stands in the document. definition: the type that it stands in; of VALUE and TYPE the type itself.
    field: of the class. inverse: the reference that is used from its other end, `cls` then being that end.
    root: what root field it is. operator: of a filter or an aggregate, within the field.
    """

    node: Node
    how: How
    name: str
    cls: Class
    field: Field | None = None
    inverse: Inverse | None = None
    definition: Definition | None = None
    root: Root | None = None
    operator: str | None = None


class Uses:
    """Of a document that is valid for the schema. Raises NotLoaded."""

    def __init__(self, api: ApiSchema, document: DocumentNode) -> None:
        self._places: dict[int, Use] = {}
        self._found: dict[int, Use] = {}
        info = TypeInfo(api.schema)
        collector = _Collector(api, info, self._places, self._found)
        whole = TypeInfoVisitor(info, collector)
        try:
            visit(document, whole)
        finally:
            for visitor in (whole, collector):  # each holds itself by the methods that it remembers
                visitor.enter_leave_map.clear()

    def __iter__(self) -> Iterator[Use]:
        return iter(self._found.values())

    def at(self, node: Node) -> Use | None:
        """What a node of the document is part of."""
        return self._places.get(id(node))


class _Collector(Visitor):
    def __init__(self, api: ApiSchema, info: TypeInfo, places: dict[int, Use], by_node: dict[int, Use]) -> None:
        super().__init__()
        self._api, self._info, self._places, self._found = api, info, places, by_node
        self._within: list[Use | None] = [None]
        self._argument = ""

    def enter(self, node: Node, *_: Any) -> VisitorAction:
        of_node = self._use(node)
        use = of_node or self._within[-1]
        self._within.append(use)
        if of_node is not None:
            self._found[id(node)] = of_node
        if use is not None:
            self._places[id(node)] = use
        return None

    def leave(self, *_: Any) -> VisitorAction:
        self._within.pop()
        return None

    def _use(self, node: Node) -> Use | None:
        match node:
            case FieldNode():
                return self._selected(node)
            case ObjectFieldNode():
                return self._given(node)
            case EnumValueNode():
                return self._value(node)
            case NamedTypeNode():
                definition = self._api.define(node.name.value)
                return self._of_type(node, How.TYPE, node.name.value, definition) if definition is not None else None
            case ArgumentNode():
                self._argument = node.name.value
            case StringValueNode():
                return self._named(node)
        return None

    # --- kinds of places ------------------------------------------------------------------------------------------

    def _selected(self, node: FieldNode) -> Use | None:
        parent, field = self._info.get_parent_type(), self._info.get_field_def()
        name = node.name.value
        definition: Definition | None = parent.extensions.get("definition") if parent is not None else None
        output = field.extensions.get("output") if field is not None else None
        if name == "__typename":
            return self._of_type(node, How.TYPENAME, name, definition) if definition is not None else None
        match getattr(output, "source", None):
            case ClassRoot(kind, class_id):
                return Use(node, How.ROOT, name, self._api.catalog.class_of(class_id), root=kind)
            case source if definition is not None and definition.class_id is not None:
                return self._of_source(node, How.READ, name, definition, source)
        if definition is not None and definition.name.endswith(n.AGGREGATE):
            return self._deeper(node, name)
        return None

    def _given(self, node: ObjectFieldNode) -> Use | None:
        kind = get_named_type(self._info.get_parent_input_type())
        definition: Definition | None = kind.extensions.get("definition") if kind is not None else None
        if definition is None or node.name.value not in definition.inputs:
            return None
        source = definition.inputs[node.name.value].source
        if definition.class_id is not None:
            how = How.WRITTEN if definition.name.endswith(WRITTEN) else How.CHOICE
            use = self._of_source(node, how, node.name.value, definition, source)
            if use is not None:
                return use
        return self._deeper(node, node.name.value)

    def _value(self, node: EnumValueNode) -> Use | None:
        kind = get_named_type(self._info.get_input_type())
        definition: Definition | None = kind.extensions.get("definition") if kind is not None else None
        if definition is None or definition.class_id is None:
            return None
        cls = self._api.catalog.class_of(definition.class_id)
        field = enum_field(cls, definition.name)
        if field is not None:
            return Use(node, How.VALUE, node.value, cls, field, definition=definition)
        # Keys of groups and of upserts are called as the fields, and as combinations that are unique.
        return Use(node, How.VALUE, node.value, cls, cls.named_fields.get(node.value), definition=definition)

    def _named(self, node: StringValueNode) -> Use | None:
        """The lists of names that subscriptions take."""
        output = getattr(self._info.get_field_def(), "extensions", {}).get("output")
        catalog = self._api.catalog
        match getattr(output, "source", None), self._argument:
            case ClassRoot(Root.CHANGED, class_id), "fields":
                cls = catalog.class_of(class_id)
                if node.value in cls.named_fields:
                    return Use(node, How.CHOICE, node.value, cls, cls.named_fields[node.value])
            case EventsRoot(), "classes":
                if node.value in catalog:
                    return Use(node, How.CHOICE, node.value, catalog.named(node.value))
        return None

    # --- by source and type ---------------------------------------------------------------------------------------

    def _of_source(self, node: Node, how: How, name: str, definition: Definition, source: Any) -> Use | None:
        """The use of a field; None where the source stands for none."""
        assert definition.class_id is not None
        cls = self._api.catalog.class_of(definition.class_id)
        source = source.of if isinstance(source, Figures) else source
        source = source.inverse if isinstance(source, Inverted | Descendants) else source
        inverse = source if isinstance(source, Inverse) else None
        if inverse is not None:
            return Use(node, how, name, cls, inverse=inverse, definition=definition)
        if isinstance(source, Unique):
            return Use(node, How.KEY, name, cls, definition=definition)
        field = source if isinstance(source, Field) else getattr(source, "field", None)
        if isinstance(field, Field) and field.id:  # system fields have none, and never change
            return Use(node, how, name, cls, field, definition=definition)
        return None

    def _of_type(self, node: Node, how: How, name: str, definition: Definition) -> Use | None:
        if definition.class_id is None:
            return None
        cls = self._api.catalog.class_of(definition.class_id)
        field = enum_field(cls, definition.name) if definition.kind in (Kind.ENUM, Kind.INPUT) else None
        return Use(node, how, name, cls, field, definition=definition)

    def _deeper(self, node: Node, name: str) -> Use | None:
        """An operator or an aggregate, of the field around it."""
        around = self._within[-1]
        if around is None or around.field is None:
            return None
        return replace(around, node=node, operator=around.operator or name)


def enum_field(cls: Class, name: str) -> Field | None:
    """The field that an enum, or a filter of it, is of."""
    for field in cls.named_fields.values():
        if "Enum" in field.type.scalar and name in (
            (enum := n.enum_name(field)),
            enum + n.FILTER,
            enum + n.LIST_FILTER,
        ):
            return field
    return None
