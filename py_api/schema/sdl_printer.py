"""Definitions as SDL, laid out as graphql-core prints them, with the directives that it leaves out."""

import re
from collections.abc import Iterable, Sequence

from graphql import DEFAULT_DEPRECATION_REASON, parse_value, print_ast
from graphql.language.block_string import is_printable_as_block_string, print_block_string
from graphql.language.print_string import print_string

from py_api.catalog.model import Field
from py_api.lru import remembered
from py_api.schema.definitions import Definition, EnumValue, Input, Kind, Output
from py_api.schema.literals import rule_directives

_WORDS = {
    Kind.SCALAR: "scalar",
    Kind.OBJECT: "type",
    Kind.INTERFACE: "interface",
    Kind.ENUM: "enum",
    Kind.INPUT: "input",
}


def printed(definition: Definition, more: Iterable[str] = ()) -> str:
    """A type; more: printed fields that follow its own."""
    head = f"{described(definition.description)}{_WORDS[definition.kind]} {definition.name}"
    match definition.kind:
        case Kind.SCALAR:
            url = definition.specified_by
            return head + (f" @specifiedBy(url: {print_string(url)})" if url is not None else "")
        case Kind.ENUM:
            return head + _block(_described(definition.values, map(_value, definition.values)))
        case Kind.INPUT:
            fields = definition.inputs.values()
            return head + (" @oneOf" if definition.one_of else "") + _block(_described(fields, map(argument, fields)))
    implements = f" implements {' & '.join(definition.interfaces)}" if definition.interfaces else ""
    return head + implements + _block([*printed_fields(definition.outputs.values()), *more])


def printed_fields(fields: Iterable[Output], first: bool = True) -> list[str]:
    """Fields of a type; first: they stand at its beginning."""
    fields = list(fields)
    return _described(fields, map(_field, fields), first)


def described(text: str | None, indent: str = "", first: bool = True) -> str:
    """A description, on lines of its own before what it describes; first: nothing stands before it in its block."""
    if text is None:
        return ""
    return ("\n" if indent and not first else "") + _description(text, indent)


def _description(text: str, indent: str) -> str:
    return indent + _quoted(text).replace("\n", "\n" + indent) + "\n"


@remembered(10_000, longest=500)
def _quoted(text: str) -> str:
    if _PLAIN.fullmatch(text):  # as most are: quicker, with the same result
        quoted = f'"""{text}"""' if len(text) <= _LINE else f'"""\n{text}\n"""'
    else:
        quoted = print_block_string(text) if is_printable_as_block_string(text) else print_string(text)
    return quoted


_LINE = 70
_PLAIN = re.compile(r"""[!#-[\]-~][ !#-[\]-~]*(?<! )""")  # one line of ASCII, without quotes and backslashes


@remembered(1_000, longest=500)
def printed_literal(text: str) -> str:
    """A literal, laid out as graphql-core does."""
    return print_ast(parse_value(text))


def argument(item: Input) -> str:
    """An argument or a field of an input object, without its description."""
    default = f" = {printed_literal(item.default)}" if item.default is not None else ""
    return f"{item.name}: {item.type}{default}{_applied(item.deprecated, item.ruled)}"


def arguments(args: Sequence[Input], indent: str = "") -> str:
    """The arguments of a field or directive, in parentheses."""
    if not args:
        return ""
    if all(a.description is None for a in args):
        return f"({', '.join(map(argument, args))})"
    inner = indent + "  "
    lines = [f"{described(a.description, inner, not i)}{inner}{argument(a)}" for i, a in enumerate(args)]
    return "(\n" + "\n".join(lines) + f"\n{indent})"


def _field(field: Output) -> str:
    return f"{field.name}{arguments(field.args, '  ')}: {field.type}{_applied(field.deprecated, field.ruled)}"


def _value(value: EnumValue) -> str:
    return value.name + _applied(value.deprecated, None)


def _applied(deprecated: str | None, ruled: Field | None) -> str:
    rules = rule_directives(ruled) if ruled is not None else ""
    more = f" {rules}" if rules else ""
    if deprecated is None:
        return more
    if deprecated == DEFAULT_DEPRECATION_REASON:
        return f" @deprecated{more}"
    return f" @deprecated(reason: {print_string(deprecated)}){more}"


def _described(items: Iterable[Input | Output | EnumValue], texts: Iterable[str], first: bool = True) -> list[str]:
    return [
        f"{described(item.description, '  ', first and not i)}  {text}"
        for i, (item, text) in enumerate(zip(items, texts, strict=True))
    ]


def _block(lines: list[str]) -> str:
    return " {\n" + "\n".join(lines) + "\n}" if lines else ""
