"""Fields of classes as the GraphQL types have them: the system's fields, scalars, names of filters."""

from collections.abc import Mapping
from dataclasses import replace

from py_api.catalog.model import Class, Field, FieldType
from py_api.schema import naming as n
from py_api.schema.static_types import SYSTEM, filter_name


def system_fields(types: Mapping[str, FieldType]) -> dict[str, Field]:
    """The fields that every class has, as fields of the catalog; id 0."""
    fields = {}
    for name, column, type_name, text in SYSTEM:
        kind = replace(types["uuid"], scalar="ID", category="uuid") if name == "id" else types[type_name]
        fields[name] = Field(
            0, name, kind, column, None, None, None, "", False, True, False, {}, {}, (), None, None, text, None, None
        )
    return fields


def scalar_of(field: Field) -> str:
    """The GraphQL type of a value, its enum put in: "Int", "ProductState", "[ProductTag!]"."""
    return field.type.scalar.replace("Enum", n.enum_name(field)) if "Enum" in field.type.scalar else field.type.scalar


def is_sortable(field: Field) -> bool:
    return field.column is not None and field.type.category not in ("json", "list", "geometry", "vector", "reference")


def filter_type(field: Field) -> str:
    """The filter of a field with a column that does not refer to a class."""
    match field.type.scalar:
        case "Enum":
            return n.enum_name(field) + n.FILTER
        case "[Enum!]":
            return n.enum_name(field) + n.LIST_FILTER
    return filter_name(field.type, field.searchable and field.type.searchable)


def snapshot_name(thing: str) -> str:
    """The type of the snapshots of things of a type."""
    return n.ANY_SNAPSHOT if thing == n.NODE else thing + n.SNAPSHOT


def has_input_without(cls: Class, field: Field) -> bool:
    """Is there an input of the class that lacks this reference? (Inverses are those of the class that defines it.)"""
    if cls.mask is not None:  # a role of the tenant makes things one by one
        return False
    return field.is_reference and field.must_be_given and bool(field.target) and not (field.inherited or cls.abstract)


class ClassFields:
    """What fields a class has, by their API names."""

    def __init__(self, types: Mapping[str, FieldType]) -> None:
        self.system = system_fields(types)

    def all(self, cls: Class) -> dict[str, Field]:
        """System fields and fields, by API name."""
        return {**self.system_of(cls), **cls.fields}

    def named(self, cls: Class) -> dict[str, Field]:
        """The same, and fields by their former names."""
        return {**self.system_of(cls), **cls.named_fields}

    def system_of(self, cls: Class) -> Mapping[str, Field]:
        """The system fields of a class. Those of a mask may be null where they are not read in all rows."""
        if (mask := cls.mask) is None:
            return self.system
        return {
            name: replace(field, non_null=field.non_null and name not in mask.cells)
            for name, field in self.system.items()
            if name == "id" or name in mask.system
        }
