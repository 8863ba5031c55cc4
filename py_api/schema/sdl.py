"""The schema of a tenant as SDL. Beside what graphql-core prints it has the rules of fields, as @rule directives."""

from collections.abc import Hashable, Iterator

from py_api.catalog.model import Class
from py_api.principal import ROLES, Role
from py_api.schema import root_fields
from py_api.schema.complete_schema import BUILT_IN, CompleteSchema
from py_api.schema.definitions import Input
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.literals import said_rules
from py_api.schema.sdl_printer import arguments, printed, printed_fields
from py_api.schema.text_cache import TEXT_CACHE, TextCache

_RULE = '''"""
The rules of a field: a write that breaks one is refused. What they say in words stands in the descriptions.
"""
directive @rule{} on FIELD_DEFINITION | INPUT_FIELD_DEFINITION'''


def sdl_text(api: ApiSchema, texts: TextCache = TEXT_CACHE, role: Role = ROLES[-1]) -> str:
    """The whole schema of a role. Raises NotLoaded with all classes that are missing. texts: keeps those of classes."""
    whole = CompleteSchema(api, role)
    classes = [_class_texts(whole, cls, texts) for cls in whole.classes]
    parts = list(_rule(whole))
    for position, name in enumerate(api.roots, 1):
        root = whole.root(name)
        fields = [pieces[position].decode() for pieces in classes if pieces[position]]
        if fields and not root.outputs:
            fields[0] = fields[0].removeprefix("\n")
        parts.append(printed(root, fields))
    parts += [pieces[0].decode() for pieces in classes]
    parts += [printed(d) for d in whole.statics() if d.name not in BUILT_IN and d.name not in root_fields.SHAPES]
    return "\n\n".join(parts) + "\n"


def _class_texts(whole: CompleteSchema, cls: Class, texts: TextCache) -> tuple[bytes, ...]:
    """The types of a class, and the fields that it adds to each root type."""
    key: Hashable = ("sdl", whole.depends(cls))
    known = texts.get(key)
    if known is None:
        types = "\n\n".join(map(printed, whole.of_class(cls)))
        fields = ("\n".join(printed_fields(whole.root_outputs(name, cls), first=False)) for name in root_fields.SHAPES)
        known = (types.encode(), *(text.encode() for text in fields))
        texts.put(key, known)
    return known


def _rule(whole: CompleteSchema) -> Iterator[str]:
    """The definition of @rule, with an argument for each rule in use: also those that a DBA has registered."""
    names = dict.fromkeys(name for cls in whole.classes for field in cls.fields.values() for name in said_rules(field))
    if names:
        yield _RULE.format(arguments([Input(name, "JSON") for name in names]))
