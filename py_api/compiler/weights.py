"""What the pieces of a statement cost PostgreSQL to plan, and what an operation may have of them.

A unit is about 10 KiB of a backend's memory and 0.03 ms, as `./thingbase bench hostile` measures at the limit. A piece
is counted when it is made, so that a compilation ends as soon as the limit is passed. Its weight goes with its
fragment, so that what stands in a statement several times counts each time when the statement is complete. A piece
within conditions on related things weighs double for each such condition around the first: PostgreSQL plans them in two
ways.
"""

from py_api.config import Limits
from py_api.errors import ApiError

TABLE = 10  # a table that is read: each of an interface's classes is one
WRITE = 15  # one that is written
COLUMNS = 10  # so many columns of an interface's table weigh 1 more
CONDITION = 2  # a comparison; and 1 for each time that its operand is written out, which ranges do seven times
INLINED = {"thing.search_": 10, "thing.similar_text(": 10, "thing.fold_case(": 1}  # a call, which PostgreSQL writes out
GROUPING = 1  # an element of `and` and `or`
SORT_KEY = 3  # a page with cursors has some ten copies of it
GROUP_KEY = 2  # likewise
JOIN = 3  # of a table that a path of references leads to, beside the table
RANK = 20  # of the words that one condition searches; HIGHLIGHT: of one field
HIGHLIGHT = 30
HIGHLIGHT_VALUES = 500  # it is counted as so many: hundreds of words are made stems of, one by one
LOOKUP = 5  # of one thing, by its id
COMPUTED = 2  # a computed field that is not stored, and as much again for each look-up in it
SORTED = 3  # a figure for which the values of a group are sorted
FIELD = 1  # a key of an object that is answered

SIDE_BY_SIDE = 6  # joins of one list's conditions that PostgreSQL may look for the best order of


def check(weight: int, limits: Limits) -> None:
    if weight > limits.complexity:
        raise ApiError(
            f"the operation is too complex: it weighs more than {limits.complexity}",
            "COMPLEXITY_LIMIT",
            hint="Use fewer conditions, above all nested ones and ones on related things; or several operations.",
            limit=limits.complexity,
        )
