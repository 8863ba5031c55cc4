"""Names of what is generated for a class. Singular and plural come from the database, which keeps all of them apart."""

from py_api.catalog.model import Class, Field, Unique

ITSELF = "Itself"
CONNECTION, EDGE, BATCH = "Connection", "Edge", "Batch"
FILTER, LIST_FILTER, ORDER_BY, LIST_ORDER_BY = "Filter", "ListFilter", "OrderBy", "ListOrderBy"
DISTINCT_ON = "DistinctOn"
ANCESTORS, DESCENDANTS = "Ancestors", "Descendants"  # what follows the name of a reference, and of its other end
AGGREGATE, AGGREGATE_FIELDS, KEY, GROUP_BY = "Aggregate", "AggregateFields", "Key", "GroupBy"
HAVING, HAVING_FIELDS = "Having", "HavingFields"
CREATE_INPUT, UPDATE_INPUT, LINK_INPUT, LINKS_INPUT = "CreateInput", "UpdateInput", "LinkInput", "LinksInput"
UPSERT_INPUT, UPDATE_ITEM = "UpsertInput", "UpdateItemInput"
UNIQUE, UNIQUE_INPUT = "Unique", "UniqueInput"
WITHOUT = "Without"
EVENT, SNAPSHOT = "Event", "Snapshot"
NODE, ANY_SNAPSHOT = "Node", "ThingSnapshot"  # interfaces of all things, and of all snapshots


def capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def enum_name(field: Field) -> str:
    return field.enum or field.defined_in + capital(field.name)


def without(class_name: str, field: str) -> str:
    """The first part of the names of inputs of a class that lack a reference."""
    return class_name + WITHOUT + capital(field)


def unique_name(cls: Class, unique: Unique) -> str:
    """The input type of a combination that is unique."""
    return cls.name + capital(unique.name) + UNIQUE_INPUT
