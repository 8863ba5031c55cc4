"""The enums of fields, and the filters that come with them."""

from collections.abc import Iterator

from py_api.catalog.model import Catalog, Class, Field
from py_api.schema import naming as n
from py_api.schema.definitions import Definition, EnumValue, Kind
from py_api.schema.descriptions import about_enum
from py_api.schema.static_types import filter_inputs

# Types of an enum, by what follows its name.
ENUM_SUFFIXES = ("", n.FILTER, n.LIST_FILTER)


class EnumTypes:
    """Makes those of a catalog's classes."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def of_class(self, cls: Class) -> Iterator[tuple[Field, tuple[str, ...]]]:
        """The fields whose enums come with a class, each with the suffixes of the enum's types.

        An enum that fields share comes with one class only.
        """
        brought: set[str] = set()
        for field in cls.named_fields.values():
            if field.inherited or "Enum" not in field.type.scalar:
                continue
            suffixes: tuple[str, ...] = ENUM_SUFFIXES if field.type.scalar == "[Enum!]" else ENUM_SUFFIXES[:2]
            if field.enum is not None:
                enum, owners = field.enum, self.catalog.enums
                suffixes = (*(s for s in suffixes if enum + s not in brought
                              and owners.get(f"[{enum}]" if s == n.LIST_FILTER else enum) == cls.id),)  # fmt: skip
                brought |= {enum + suffix for suffix in suffixes}
            if suffixes:
                yield field, suffixes

    def definitions(self, cls: Class, field: Field, suffixes: tuple[str, ...]) -> Iterator[Definition]:
        """The definitions of an enum."""
        name = n.enum_name(field)
        for suffix in suffixes:
            if not suffix:
                values = tuple(EnumValue(value) for value in field.params.get("values", ()))
                yield Definition(Kind.ENUM, name, about_enum(field), values=values, class_id=cls.id)
                continue
            # Aggregates and groups compare single values, whatever the field holds.
            compared_type = self.catalog.types["multiselect" if suffix == n.LIST_FILTER else "select"]
            yield Definition(Kind.INPUT, name + suffix, inputs=filter_inputs(compared_type, name), class_id=cls.id)
