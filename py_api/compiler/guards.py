"""What is checked of an operation's variables before it runs."""

from collections.abc import Iterable
from dataclasses import dataclass

from py_api.compiler import weights
from py_api.compiler.context import Check, Context, CostTerm
from py_api.compiler.values import InputValue, Variables
from py_api.config import Limits
from py_api.errors import ApiError


@dataclass(frozen=True, slots=True)
class Guards:
    """What is checked of an operation's variables before it runs: bounds of numbers, and the cost.

    What the document alone decides is checked once, when it is compiled: `cost` is its share.
    """

    checks: tuple[Check, ...]
    terms: tuple[CostTerm, ...]
    cost: int
    limits: Limits

    @classmethod
    def of(cls, context: Context, weight: int = 0) -> "Guards":
        """Raises ApiError for what fails whatever the variables are. weight: of all statements."""
        weights.check(weight + context.apart, context.limits)
        fixed = cls(
            tuple(c for c in context.checks if _is_fixed(c.input_value)), _fixed(context.terms), 0, context.limits
        )
        fixed.check({})
        checks = tuple(c for c in context.checks if not _is_fixed(c.input_value))
        terms = tuple(t for t in context.terms if t not in fixed.terms)
        return cls(checks, terms, fixed.sum({}), context.limits)

    def sum(self, variables: Variables) -> int:
        cost = self.cost
        for term in self.terms:
            share = term.fields
            for factor in term.factors:
                share *= _rows(factor, variables)
            cost += share
        return cost

    def check(self, variables: Variables) -> None:
        for check in self.checks:
            number = check.measure(check.input_value.plain(variables))
            if not check.least <= number <= check.most:
                if check.refuse is not None:
                    check.refuse()
                raise ApiError(
                    f"{check.name} must be from {check.least} to {check.most}, not {number}",
                    check.code,
                    hint=check.hint,
                )
        if self.terms and (cost := self.sum(variables)) > self.limits.cost:
            raise ApiError(
                f"the operation could read {cost} values, more than {self.limits.cost}",
                "COST_LIMIT",
                hint="Ask for smaller pages (first) or fewer fields of nested lists.",
                cost=cost,
                limit=self.limits.cost,
            )


def _is_fixed(input_value: InputValue) -> bool:
    return input_value.path is None and not isinstance(input_value.value, dict | list)


def _fixed(terms: Iterable[CostTerm]) -> tuple[CostTerm, ...]:
    return tuple(t for t in terms if all(_is_fixed(f) for f in t.factors))


def _rows(factor: InputValue, variables: Variables) -> int:
    value = factor.plain(variables)
    return len(value) if isinstance(value, list) else int(value)
