"""Filters that choose what is written: every condition in them must say something.

A condition that vanishes widens a filter: a variable that was not given, an undefined key of a JavaScript object. A
query shows too much then; an update or a delete does too much. So those are refused, and everything is chosen by
`filter: {}` alone, written so in the document, together with atMost.
"""

from collections.abc import Iterator
from typing import Any, NoReturn

from graphql import FieldNode, ListValueNode, ObjectValueNode, ValueNode, VariableNode

from py_api.catalog.model import Class
from py_api.compiler.context import Check, Context
from py_api.compiler.values import InputValue, Path
from py_api.errors import FieldError
from py_api.schema import naming as n
from py_api.schema.definitions import Definition, Kind, named

ARGUMENT = "filter"
# Operators that fit everything (or every text, every document) when they are given nothing to look for ...
_FIT_ALL = {"notIn", "hasAll", "contains", "startsWith", "endsWith", "icontains", "istartsWith", "iendsWith"}
# ... and those that fit nothing then, which a `not` turns into everything.
_FIT_NONE = {"in", "iin", "hasAny"}
_NEGATED = {"not", "none"}
_BESIDE = ("path", "filter")  # sources of inputs that say where or of what, and nothing alone


def check_conditions(
    context: Context, cls: Class, node: FieldNode, filter_value: InputValue, at_most: InputValue | None
) -> None:
    """Raises FieldError for a filter that has lost a condition. What variables decide is left to Checks."""
    argument = next(a.value for a in node.arguments or () if a.name.value == ARGUMENT)
    for path, name in _absent(argument, context, (ARGUMENT,)):
        _refuse(path, f"the variable ${name} is not given")
    if not filter_value.value:
        if not isinstance(argument, ObjectValueNode):
            _refuse((ARGUMENT,), "it is empty", f"To choose everything, write {ARGUMENT}: {{}} in the document.")
        if at_most is None:
            raise FieldError(
                "filter: {} selects everything and needs atMost",
                "INVALID_FILTER",
                path=["atMost"],
                hint="Set atMost to the largest number of things that may be changed.",
            )
        return
    _Walk(context).object(context.definition(cls.name + n.FILTER), filter_value, (ARGUMENT,), negated=False)


def _absent(node: ValueNode, context: Context, path: Path) -> Iterator[tuple[Path, str]]:
    """The variables within a literal that have no value, and where."""
    match node:
        case VariableNode() if node.name.value not in context.variables:
            yield path, node.name.value
        case ObjectValueNode():
            for field in node.fields:
                yield from _absent(field.value, context, (*path, field.name.value))
        case ListValueNode():
            for number, item in enumerate(node.values):
                yield from _absent(item, context, (*path, number))


class _Walk:
    """Walks a filter along the definitions of its types. either: one that finds less widens what is chosen, too."""

    def __init__(self, context: Context, *, either: bool = False) -> None:
        self.context, self.either = context, either

    def object(self, definition: Definition, value: InputValue, path: Path, *, negated: bool) -> None:
        if all(definition.inputs[key].source in _BESIDE for key in value.value):
            _refuse(path, "it is empty")
        for key, operand in value.items():
            self._key(definition, key, operand, (*path, key), negated)

    def _key(self, definition: Definition, key: str, operand: InputValue, path: Path, negated: bool) -> None:
        kind = named(definition.inputs[key].type)
        inner = self.context.api.define(kind)
        if operand.is_null:
            if key not in ("eq", "ne") or (inner is not None and inner.kind is Kind.INPUT):
                _refuse(path, "it is null", "For things without a value ask isNull: true, or eq: null.")
        elif inner is not None and inner.kind is Kind.INPUT:
            if definition.inputs[key].source == "filter":
                _Walk(self.context, either=True).object(inner, operand, path, negated=False)
                return
            negated = negated != (key in _NEGATED)
            if isinstance(operand.value, list):
                if not operand.value:
                    _refuse(path, "it is an empty list")
                for number, item in enumerate(operand.elements()):
                    self.object(inner, item, (*path, number), negated=negated)
            else:
                self.object(inner, operand, path, negated=negated)
        elif key in _FIT_ALL or ((negated or self.either) and key in _FIT_NONE):
            self.context.checks.append(
                Check(operand, key, 1, 1, measure=_says_something, refuse=lambda: _refuse(path, "it is empty"))
            )


def _says_something(operand: Any) -> int:
    return operand not in ("", [], {})


def _refuse(path: Path, what: str, hint: str = "Leave the condition out, or give it a value.") -> NoReturn:
    raise FieldError(f"{_shown(path)} says nothing: {what}", "INVALID_FILTER", path=list(path), hint=hint)


def _shown(path: Path) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]
