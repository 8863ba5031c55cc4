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

    What the document alone decides is checked once, when it is compiled: `cost` and `rows` are its share.
    """

    checks: tuple[Check, ...]
    terms: tuple[CostTerm, ...]
    cost: int
    rows: int
    limits: Limits

    @classmethod
    def of(cls, context: Context, weight: int = 0) -> "Guards":
        """Raises ApiError for what fails whatever the variables are. weight: of all statements."""
        weights.check(weight + context.apart, context.limits)
        fixed = cls(
            tuple(c for c in context.checks if _is_fixed(c.input_value)), _fixed(context.terms), 0, 0, context.limits
        )
        fixed.check({})
        checks = tuple(c for c in context.checks if not _is_fixed(c.input_value))
        terms = tuple(t for t in context.terms if t not in fixed.terms)
        return cls(checks, terms, *fixed.sums({}), context.limits)

    def sums(self, variables: Variables) -> tuple[int, int]:
        """The cost, and how many rows."""
        cost, rows = self.cost, self.rows
        for term in self.terms:
            share = 1
            for factor in term.factors:
                share *= _rows(factor, variables)
            if term.fields:
                cost += share * term.fields
            else:
                rows += share
        return cost, rows

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
        if not self.terms:
            return
        cost, rows = self.sums(variables)
        if cost > self.limits.cost:
            raise ApiError(
                f"the operation could read {cost} values, more than {self.limits.cost}",
                "COST_LIMIT",
                hint="Ask for smaller pages (first) or fewer fields of nested lists.",
                cost=cost,
                limit=self.limits.cost,
            )
        if rows > self.limits.answer_rows:
            raise ApiError(
                f"the answer could have {rows} things and groups, more than {self.limits.answer_rows}",
                "ROW_LIMIT",
                hint="Ask for smaller pages (first), above all of nested lists.",
                rows=rows,
                limit=self.limits.answer_rows,
            )


def _is_fixed(input_value: InputValue) -> bool:
    return input_value.path is None and not isinstance(input_value.value, dict | list)


def _fixed(terms: Iterable[CostTerm]) -> tuple[CostTerm, ...]:
    return tuple(t for t in terms if all(_is_fixed(f) for f in t.factors))


def _rows(factor: InputValue, variables: Variables) -> int:
    value = factor.plain(variables)
    return len(value) if isinstance(value, list) else int(value)
