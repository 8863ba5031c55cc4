"""The declarative schema file (GraphQL SDL with directives) <-> the document that thing.diff takes.

What a file can say follows from the registries of the database: a rule that a DBA registers is an argument of @rule.
"""

from py_api.schema_file.parser import parse
from py_api.schema_file.places import Place, places
from py_api.schema_file.vocabulary import FieldType, Rule, Vocabulary, definitions
from py_api.schema_file.writer import render

__all__ = ["FieldType", "Place", "Rule", "Vocabulary", "definitions", "parse", "places", "render"]
