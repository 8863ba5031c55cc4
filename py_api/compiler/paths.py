"""Paths through references: the rows that the things of a list lead to, each joined once."""

from py_api.catalog.model import Field
from py_api.compiler import weights
from py_api.compiler.context import Context, Scope, scope
from py_api.compiler.filter import Related
from py_api.compiler.fragment import Fragment, join, sql
from py_api.compiler.values import InputValue

Path = tuple[str, ...]  # the names of fields: references, and what they lead to


def spelled(path: Path, leaf: str) -> str:
    """As an input has it: {genre: {name: true}}."""
    for name in reversed(path):
        leaf = f"{{{name}: {leaf}}}"
    return leaf


class Paths:
    """From the rows of a list along their references. of_things: each row is one thing."""

    of_things = True

    def __init__(self, context: Context, relation: Related) -> None:
        self._context, self._relation = context, relation
        self._scopes: dict[Path, Scope] = {(): relation.rows}
        self._sure: dict[Path, bool] = {(): True}  # whether there always is such a thing
        self._joins: list[Fragment] = []

    def scope(self, path: Path) -> Scope:
        """The things at the end of a path of references that have a class."""
        if path not in self._scopes:
            context, outer = self._context, self.scope(path[:-1])
            field = outer.fields[path[-1]]
            assert field.target is not None
            rows = scope(context, context.catalog.named(field.target))
            self._sure[path] = self._sure[path[:-1]] and outer.is_set(field)
            template = " join {} on {} = {}" if self._sure[path] else " left join {} on {} = {}"
            self._joins.append(
                context.weighed(sql(template, rows.clause(), rows.id, outer.column(field)), weights.JOIN)
            )
            self._scopes[path] = rows
        return self._scopes[path]

    def column(self, path: Path) -> Fragment:
        """The value at the end of a path; of an id without joining its thing."""
        if path[-1] == "id":
            return self._scopes[()].id if len(path) == 1 else self.column(path[:-1])
        rows = self.scope(path[:-1])
        return rows.column(rows.fields[path[-1]])

    def part(self, path: Path, by: str, zone: InputValue | None) -> Fragment | None:
        """A date in place of the value at the end of a path, where it is known to be as good for this part."""
        return None

    def count(self, only: Fragment) -> Fragment:
        """How many things there are. only: a FILTER clause."""
        return sql("count(*){}", only)

    def figure(self, path: Path, field: Field | None, name: str, only: Fragment | None) -> Fragment | None:
        """A figure of the values at the end of a path, where it is known already. field: None of things."""
        return None

    def is_required(self, path: Path) -> bool:
        """Whether there always is a value at the end of a path."""
        if path == ("id",):
            return True
        *above, name = path[:-1] if path[-1] == "id" else path
        rows = self.scope(tuple(above))
        return self._sure[tuple(above)] and rows.is_set(rows.fields[name])

    def tables(self) -> Fragment:
        """FROM items, with all that was asked for so far."""
        return sql("{}{}", self._relation.tables, join("", self._joins))
