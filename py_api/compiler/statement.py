"""A compiled statement: its text, and how the variables become its parameters."""

from dataclasses import dataclass
from typing import Any

from py_api.compiler.context_values import ContextValues
from py_api.compiler.fragment import EMPTY, Fragment, Param, number, sql
from py_api.compiler.values import Variables


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement of one row with one column, of type json or a text that is JSON.

    custom: which plan is good depends on the values of its parameters; so it is planned for them each time.
    """

    text: str
    params: tuple[Param, ...]
    weight: int = 0  # compiler.weights
    custom: bool = False

    @classmethod
    def of(cls, fragment: Fragment, *, custom: bool = False) -> "Statement":
        text, params = fragment.render()
        return cls(text, tuple(params), fragment.weight, custom)

    def bind(self, variables: Variables, context: ContextValues) -> list[Any]:
        """What the driver takes for the parameters. Raises ApiError."""
        return [param.value(variables, context) for param in self.params]


def answering(answer: Fragment, source: Fragment = EMPTY, *, most: int) -> Fragment:
    """SELECT of an answer for each row of `source`; refused where it has more bytes than `most`, before it is sent.

    (OFFSET 0 keeps PostgreSQL from making the answer once for its length and once for itself. A length is read off.)
    """
    selected = sql("select {}{}", answer, source)
    if not most:
        return selected
    size = sql("octet_length(_a)")
    fits = sql("{} <= {} or thing.refuse_answer({}, {})", size, number(most), size, number(most))
    return sql("select _a from ({} offset 0) _ (_a) where {}", selected, fits)
