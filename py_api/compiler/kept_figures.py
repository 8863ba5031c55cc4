"""Aggregates answered from a rollup that is kept at each write, where it has all that is asked for.

The same operation is compiled a second time, with rows of the rollup in place of things; what those do not know ends
that (NotKept). So what is answered from a rollup is decided by what the operation needs, not by how it is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from py_api.catalog.model import Class, Field, KeptColumn, Rollup
from py_api.compiler import weights
from py_api.compiler.context import Context, Scope, scope
from py_api.compiler.filter import Related, operand_of
from py_api.compiler.fragment import EMPTY, Fragment, conjunction, identifier, literal, number, sql
from py_api.compiler.kept_filter import Bound, NotKept, remaining
from py_api.compiler.paths import Path, Paths
from py_api.compiler.values import InputValue
from py_api.errors import ApiError

# Part of a date that a rollup groups by -> the parts that follow from it.
_FOLLOWING: Mapping[str, frozenset[str]] = {
    "YEAR": frozenset({"YEAR"}),
    "QUARTER": frozenset({"QUARTER", "YEAR", "QUARTER_OF_YEAR"}),
    "MONTH": frozenset({"MONTH", "QUARTER", "YEAR", "MONTH_OF_YEAR", "QUARTER_OF_YEAR"}),
    "WEEK": frozenset({"WEEK", "WEEK_OF_YEAR"}),
    "DAY": frozenset({"DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "WEEK_OF_YEAR", "MONTH_OF_YEAR", "QUARTER_OF_YEAR"})
    | {"DAY_OF_MONTH", "WEEKDAY"},
    "WEEKDAY": frozenset({"WEEKDAY"}),
}
_SHORTEST = ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
_ONCE = ("distinct", "min", "max", "any", "all", "values")  # figures that do not depend on how often a value stands
_MEAN_DIGITS = 16  # that PostgreSQL gives a mean at least, those before the point included (numeric_div)


Args = Mapping[str, InputValue]


def answered(
    context: Context,
    relation: Related,
    args: Args,
    direct: Fragment,
    compiled: Callable[[Related, Paths, Args], Fragment],
) -> Fragment | None:
    """The value of an aggregate from a rollup if it is filled, else directly; None where no rollup has all of it.

    compiled: the aggregate over the rows of a relation and its paths, by these arguments.
    """
    if relation.paired:
        return None
    for rollup in relation.rows.cls.rollups:
        try:
            with context.aside():
                rest, bounds = remaining(context, relation.rows.cls, rollup, args.get("filter"))
                paths = _KeptPaths(context, relation, rollup, bounds)
                value = compiled(paths.relation, paths, {**args, "filter": rest})
        except (NotKept, ApiError):
            continue
        filled = sql("exists (select from thing_rollups _r where _r.class_id = {})", number(rollup.id))
        usable = conjunction([filled, *paths.whole])
        return sql("case when {} then {} else {} end", usable, value.heavier(-value.weight), direct)
    return None


@dataclass(frozen=True, slots=True)
class _KeptScope(Scope):
    """Rows of a rollup where those of things are expected: keys are their columns, nothing else is."""

    path: Path = ()
    paths: "_KeptPaths | None" = field(default=None, compare=False)

    def column(self, field: Field) -> Fragment:
        assert self.paths is not None
        return self.paths.value((*self.path, field.own_name), field)

    def referred(self, field: Field) -> Scope | None:
        assert self.paths is not None
        if field.target is None:
            return None
        return self.paths.scope((*self.path, field.own_name))

    @property
    def id(self) -> Fragment:
        raise NotKept

    @property
    def class_id(self) -> Fragment:
        raise NotKept


class _KeptPaths(Paths):
    """Paths from the counted things: what a rollup groups by stands in its rows. A reference that it groups by leads on
    to the thing that it refers to. whole: what must hold of the filter, so that each group lies in it or outside.
    """

    of_things = False

    def __init__(self, context: Context, relation: Related, rollup: Rollup, bounds: Sequence[Bound]) -> None:
        self._alias = context.alias()
        keys = [(*_named(context, relation.rows.cls, key), key) for key in rollup.keys]
        self._keys = {path: self._own(key) for path, field, key in keys if key.by is None and _is_exact(field)}
        self._parts = [(path, key) for path, _, key in keys if key.by is not None]
        figures = [(*_named(context, relation.rows.cls, figure), figure) for figure in rollup.figures]
        self._figures = {(path, figure.function): self._own(figure) for path, _, figure in figures}
        self._real: dict[Path, Scope] = {}
        rows = self._kept(context, relation.rows.cls, (), identifier(rollup.table))
        self.whole: list[Fragment] = []
        within = [self._bound(context, rollup, *bound) for bound in bounds]
        link = conjunction([sql("{} <> 0", self._figures[(), "count"]), *within])
        if relation.tied is not None:
            link = conjunction([sql("{} = {}", rows.column(relation.tied), relation.outer), link])
        self.relation = relation._replace(rows=rows, tables=rows.clause(), link=link, owner=EMPTY)
        super().__init__(context, self.relation)

    def _own(self, kept: KeptColumn) -> Fragment:
        return sql("{}.{}", self._alias, identifier(kept.column))

    def _bound(self, context: Context, rollup: Rollup, field: Field, operator: str, operand: InputValue) -> Fragment:
        """Of the shortest periods of a time: whole ones lie before a moment that one begins with, or behind it."""
        parts = {key.by: key for key in rollup.keys if key.path == (field.id,)}
        by = next((by for by in _SHORTEST if by in parts), None)
        if by is None:
            raise NotKept
        moment = operand_of(context, field, operand, None, operator)
        local = sql("{}::timestamp", moment)
        if field.type.category != "date":
            zone = literal(parts[by].zone or "UTC")
            local = sql("timezone({}, {})", zone, moment)
            # (Where clocks go back at midnight, a day begins twice.)
            before = sql("timezone({}, {} - interval '1 microsecond')", zone, moment)
            self.whole.append(sql("{} < {}", before, local))
        self.whole.append(sql("date_trunc({}, {}) = {}", literal(by.lower()), local, local))
        template = "{} >= {}::date" if operator == "gte" else "{} < {}::date"
        return context.weighed(sql(template, self._own(parts[by]), local), weights.CONDITION)

    def _kept(self, context: Context, cls: Class, path: Path, source: Fragment) -> Scope:
        concrete, fields = tuple(context.catalog.concrete(cls.id)), context.api.classes.fields.all(cls)
        return _KeptScope(self._alias, cls, concrete, fields, source, path=path, paths=self)

    # --- keys -----------------------------------------------------------------------------------------------------

    def scope(self, path: Path) -> Scope:
        """(Nothing is joined before a column is asked for that is not kept.)"""
        if path not in self._scopes:
            outer = self.scope(path[:-1])
            reference = outer.fields[path[-1]]
            self._sure[path] = self._sure[path[:-1]] and outer.is_set(reference)
            cls = self._context.catalog.named(reference.target or "")
            self._scopes[path] = self._kept(self._context, cls, path, EMPTY)
        return self._scopes[path]

    def value(self, path: Path, field: Field) -> Fragment:
        """The value of the field at the end of a path."""
        if path in self._keys:
            return self._keys[path]
        return self._joined(path[:-1]).column(field)

    def _joined(self, path: Path) -> Scope:
        """The things that a reference among the keys leads to, or references of those."""
        if not path:
            raise NotKept
        if path not in self._real:
            outer = self.scope(path[:-1])
            column = outer.column(outer.fields[path[-1]])
            rows = scope(self._context, self.scope(path).cls)
            template = " join {} on {} = {}" if self._sure[path] else " left join {} on {} = {}"
            self._joins.append(sql(template, rows.clause(), rows.id, column).heavier(weights.JOIN))
            self._real[path] = rows
        return self._real[path]

    def part(self, path: Path, by: str, zone: InputValue | None) -> Fragment | None:
        name = "UTC" if zone is None else zone.value if zone.path is None else None
        for kept_path, key in self._parts:
            if kept_path == path and by in _FOLLOWING.get(key.by or "", ()) and key.zone in (None, name):
                # (a day that has this number: 3 January 2000 was a Monday)
                return sql("(date '2000-01-02' + {})", self._own(key)) if key.by == "WEEKDAY" else self._own(key)
        return None

    # --- figures --------------------------------------------------------------------------------------------------

    def count(self, only: Fragment) -> Fragment:
        return sql("coalesce(sum({}){}, 0)::bigint", self._figures[(), "count"], only)

    def figure(self, path: Path, field: Field | None, name: str, only: Fragment | None) -> Fragment | None:
        chosen = sql(" filter (where {})", only) if only else EMPTY
        path = path[:-1] if path[-1] == "id" else path
        kept = self._figures.get((path, name))
        match name:
            case "count" if kept is not None:
                return sql("coalesce(sum({}){}, 0)::bigint", kept, chosen)
            case "count":
                there = conjunction([only, sql("{} is not null", self.column(path))])
                return self.count(sql(" filter (where {})", there))
            case "sum" if kept is not None and _is_exact(field):
                template = "sum({}){}::bigint" if field is not None and field.type.name == "integer" else "sum({}){}"
                return sql(template, kept, chosen)
            case "avg" if (path, "sum") in self._figures and _has_steady_mean(field):
                total, count = self._figures[path, "sum"], self._figures[path, "count"]
                return sql("(sum({}){} / nullif(sum({}){}, 0))", total, chosen, count, chosen)
            case "min" | "max" if kept is not None and _is_exact(field):
                return sql("min({}){}" if name == "min" else "max({}){}", kept, chosen)
        if name not in _ONCE:
            raise NotKept
        return None


def _named(context: Context, cls: Class, kept: KeptColumn) -> tuple[Path, Field | None]:
    """The names of a path, and the field that it ends with."""
    names: list[str] = []
    field = None
    for field_id in kept.path or ():
        if field is not None:
            cls = context.catalog.named(field.target or "")
        field = next(f for f in cls.fields.values() if f.id == field_id)
        names.append(field.name)
    return tuple(names), field


def _is_exact(field: Field | None) -> bool:
    """Whether equal values are shown alike, so that it does not matter which of them a group has. (Decimals without a
    precision may have any number of zeros at their end.)
    """
    return field is None or field.type.name != "decimal" or "precision" in field.params


def _has_steady_mean(field: Field | None) -> bool:
    """Whether the digits of a mean do not depend on how many the sum is written with."""
    if field is None or field.type.name != "decimal":
        return field is not None
    if "precision" not in field.params:
        return False
    scale = int(field.params.get("scale") or 0)
    groups = -(-(int(field.params["precision"]) - scale) // 4)  # of four digits, before the point
    return _MEAN_DIGITS - 4 * (groups - 1) >= scale
