"""What a filter says beside the filter of a rollup: the rest is about its groups."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from py_api.catalog.model import Class, Field, Rollup
from py_api.compiler.context import Context
from py_api.compiler.values import InputValue

# Rule of a condition -> the operator of a filter that holds for the same things, where it has the same operand.
_OPERATORS: Mapping[str, str] = {"min": "gte", "max": "lte", "exclusiveMin": "gt", "exclusiveMax": "lt", "oneOf": "in"}
Said = tuple[int, str, Any]  # field, operator, operand
Bound = tuple[Field, str, InputValue]  # of a time: field, gte or lt, operand


class NotKept(Exception):
    """The rollup does not have what is asked for."""


def remaining(
    context: Context, cls: Class, rollup: Rollup, chosen: InputValue | None
) -> tuple[InputValue, list[Bound]]:
    """A filter without what the rollup's own says, and without the bounds of times that it groups by the parts of.
    Raises NotKept where the filter does not say all that the rollup's own does.
    """
    wanted = frozenset(_of_condition(cls, rollup.filter)) if rollup.filter is not None else frozenset()
    rest = _Rest(context, cls, rollup, wanted)
    value = InputValue({}) if chosen is None or chosen.is_null else rest.of(chosen)
    if wanted - rest.found:
        raise NotKept
    return value, rest.bounds


def _of_condition(cls: Class, tree: Any) -> Iterator[Said]:
    """All that a condition says, where all of it must hold."""
    if "and" in tree:
        for inner in tree["and"]:
            yield from _of_condition(cls, inner)
        return
    if "field" not in tree:
        raise NotKept
    field = next((f for f in cls.fields.values() if str(f.id) == str(tree["field"])), None)
    for rule, argument in tree.items():
        if rule == "field":
            continue
        if field is None or not (rule in _OPERATORS or (rule == "required" and argument is True)):
            raise NotKept
        yield (field.id, "isNull", False) if rule == "required" else _said(field, _OPERATORS[rule], argument)


class _Rest:
    """What is left of a filter, and what was found in it."""

    def __init__(self, context: Context, cls: Class, rollup: Rollup, wanted: frozenset[Said]) -> None:
        self._inputs = context.inputs(context.api.classes.filters.filter, cls)
        self._wanted = wanted
        own = {(key.path or ())[0]: key.by for key in rollup.keys if len(key.path or ()) == 1}
        self._timed = {field for field, by in own.items() if by is not None}
        self.found: set[Said] = set()
        self.bounds: list[Bound] = []

    def of(self, chosen: InputValue) -> InputValue:
        """(Values of variables are not known; they stay.)"""
        rest: dict[str, InputValue] = {}
        for key, value in chosen.items():
            inputs = self._inputs
            field = inputs[key].source if key in inputs and key not in ("and", "or", "not") else None
            if key == "and" and not value.is_null:
                value = InputValue([self.of(element) for element in value.elements() if not element.is_null])
            elif isinstance(field, Field) and not field.is_many and isinstance(value.value, dict):
                kept = {
                    operator: operand for operator, operand in value.items() if self._stays(field, operator, operand)
                }
                if not kept and value.value:
                    continue
                value = InputValue(kept)
            rest[key] = value
        return InputValue(rest)

    def _stays(self, field: Field, operator: str, operand: InputValue) -> bool:
        said = _of_operator(field, operator, operand)
        if said in self._wanted:
            self.found.add(said)
            return False
        if field.id in self._timed and operator in ("gte", "lt") and not operand.is_null:
            self.bounds.append((field, operator, operand))
            return False
        return True


def _of_operator(field: Field, operator: str, operand: InputValue) -> Said | None:
    if operand.path is not None or operand.is_null:
        return None
    if operator == "eq":
        operator, operand = "in", InputValue([operand])
    if operator == "in":
        if any(item.path is not None or item.is_null for item in operand.elements()):
            return None
        return _said(field, operator, [item.value for item in operand.elements()])
    if isinstance(operand.value, list | dict):
        return None
    return (field.id, operator, operand.value) if operator == "isNull" else _said(field, operator, operand.value)


def _said(field: Field, operator: str, operand: Any) -> Said:
    if isinstance(operand, list):
        return field.id, operator, frozenset(_plain(field, item) for item in operand)
    return field.id, operator, _plain(field, operand)


def _plain(field: Field, value: Any) -> Any:
    """Equal for equal values."""
    if field.type.category == "number" and not isinstance(value, bool):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return str(value)
    return value if isinstance(value, bool) else str(value)
