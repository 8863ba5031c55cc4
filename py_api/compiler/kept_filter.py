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


class NotKept(Exception):
    """The rollup does not have what is asked for."""


def remaining(context: Context, cls: Class, rollup: Rollup, chosen: InputValue | None) -> InputValue:
    """A filter without what the rollup's own says. Raises NotKept where it does not say all of that."""
    missing = {*_of_condition(cls, rollup.filter)} if rollup.filter is not None else set()
    if chosen is None or chosen.is_null:
        rest = InputValue({})
    else:
        found: set[Said] = set()
        rest = _without(context, cls, chosen, frozenset(missing), found)
        missing -= found
    if missing:
        raise NotKept
    return rest


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


def _without(context: Context, cls: Class, chosen: InputValue, wanted: frozenset[Said], found: set[Said]) -> InputValue:
    """(Values of variables are not known; they stay.)"""
    inputs = context.inputs(context.api.classes.filters.filter, cls)
    rest: dict[str, InputValue] = {}
    for key, value in chosen.items():
        field = inputs[key].source if key in inputs and key not in ("and", "or", "not") else None
        if key == "and" and not value.is_null:
            elements = [element for element in value.elements() if not element.is_null]
            value = InputValue([_without(context, cls, element, wanted, found) for element in elements])
        elif isinstance(field, Field) and not field.is_many and isinstance(value.value, dict):
            said = {operator: _of_operator(field, operator, operand) for operator, operand in value.items()}
            found |= wanted & {*said.values()}
            kept = {operator: operand for operator, operand in value.items() if said[operator] not in wanted}
            if not kept and said:
                continue
            value = InputValue(kept)
        rest[key] = value
    return InputValue(rest)


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
