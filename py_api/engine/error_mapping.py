"""Database errors as errors of a GraphQL response. No SQL text and no name of a table or constraint gets out."""

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from py_api import json_text
from py_api.catalog.model import Catalog, Class
from py_api.compiler.mutation.steps import CallStep, Row, Target, WriteStep
from py_api.compiler.operands import GeoJson
from py_api.compiler.plan import AdministrationPlan, MutationPlan, Plan, QueryPlan
from py_api.compiler.statement import Statement
from py_api.compiler.values import Path, Problem, Variables, unbounded
from py_api.database import TenantPools
from py_api.engine import masked_errors, violations
from py_api.engine.violations import VIOLATIONS, Entry
from py_api.errors import DatabaseError, Failure
from py_api.logs import reason
from py_api.schema.lazy_schema import ApiSchema
from py_api.sqlstates import TOO_LONG, Meaning, meaning, of_value

_log = logging.getLogger("thingbase.refusals")

POSTGIS_ERROR = "pg_error"  # the routine by which PostGIS raises XX000 for whatever it refuses
TOO_LARGE = "TB072"  # an answer
_SPREAD = {"TB063": ("atMost",)}  # passed on as it is, with the path of the argument


async def entries(
    pools: TenantPools, tenant: str, api: ApiSchema, plan: Plan, variables: Variables, error: DatabaseError
) -> list[Entry]:
    """Entries of `errors`. Checks the input in the database once more, where that tells which part is wrong."""
    if api.whole is not None and not isinstance(plan, QueryPlan):
        of_mask = masked_errors.entry(error)
        return [of_mask if of_mask is not None else general_entry(error)]
    entry = await _ErrorMapper(pools, tenant, api.catalog, plan, variables, error).entry()
    if error.key is not None:
        entry["path"] = [error.key]
    return [entry]


async def invalid_input(
    pools: TenantPools, tenant: str, api: ApiSchema, plan: Plan, variables: Variables, problems: Iterable[Problem]
) -> tuple[str, Entry] | None:
    """For a mutation whose input does not fit its types: the root field, and an entry with all violations."""
    for step in _write_steps(plan) if api.whole is None else []:  # (the database would tell what a role may not see)
        if of_input := step.problems_of_input(problems):
            reported = await _judged(pools, tenant, api.catalog, plan, step, variables)
            return step.key, violations.entry(
                step.target(variables).cls.name, violations.with_problems(reported, of_input)
            )
    return None


def _write_steps(plan: Plan) -> list[WriteStep]:
    if not isinstance(plan, MutationPlan | AdministrationPlan):
        return []
    return [step for step in plan.steps if not isinstance(step, CallStep)]


async def _judged(
    pools: TenantPools, tenant: str, catalog: Catalog, plan: Plan, step: WriteStep, variables: Variables
) -> list[Entry]:
    """All violations in the input of a root field; none where the database cannot be asked."""
    try:
        return await violations.violations(pools, tenant, catalog, _write_steps(plan), step, variables)
    except Failure as failure:
        _log.info("things that were refused could not be looked at: %s", reason(failure))
        return []


def _entry(message: str, code: str, status: int, **extensions: Any) -> Entry:
    stated = {key: value for key, value in extensions.items() if value is not None}
    return {"message": message, "extensions": {"code": code, "status": status, **stated}}


class _ErrorMapper:
    """Maps one error of the database."""

    def __init__(
        self, pools: TenantPools, tenant: str, catalog: Catalog, plan: Plan, variables: Variables, error: DatabaseError
    ) -> None:
        self.pools, self.tenant, self.catalog = pools, tenant, catalog
        self.plan, self.variables, self.error = plan, variables, error
        self.target: Target | None = error.place
        self.found: list[Entry] = []  # by the database, of the root field

    async def entry(self) -> Entry:
        error, state = self.error, self.error.sqlstate
        refers = state in ("TB061", "23503")
        value_error = of_value(state)
        is_value = value_error is not None and (state[:2] == "22" or self.target is not None or self._is_of_a_value())
        too_long = state == TOO_LONG and self.target is not None  # (which may be a path of too many labels)
        if state in ("TB001", "23502", "23505") or is_value or too_long or (refers and not self._is_referred()):
            self.found = await self._violations()
            # (What is about uniqueness or references alone has a code of its own.)
            of_its_own = "unique" if state == "23505" else "reference" if refers else ""
            if {violation["rule"] for violation in self.found} - {of_its_own}:
                assert self.target is not None
                return violations.entry(self.target.cls.name, self.found)
        if state == "TB001":
            return self._broken_rules()
        if refers:
            return self._reference()
        if error.code is not None:
            return self._own()
        if state == "23505":
            return self._taken()
        if state == "23502":
            return self._missing()
        if is_value and (state[:2] == "22" or self.target is None):
            return _entry(value_error or "", "INVALID_VALUE", 400)
        if state == TOO_LONG and (error.constraint is not None or self.target is not None):
            return self._too_long()
        return _of_postgresql(error)

    def _own(self) -> Entry:
        error = self.error
        if error.sqlstate == "TB000":
            detail = dict(error.detail)
            path = detail.pop("path", None) or None
            return _entry(error.message, error.code or "", error.status or 400, path=path, **detail)
        if state_of := _SPREAD.get(error.sqlstate):
            return _entry(error.message, error.code or "", error.status or 400, path=list(state_of), **error.detail)
        if error.sqlstate == TOO_LARGE:
            return _entry(error.message, error.code or "", error.status or 400, hint=error.hint, **error.detail)
        return _entry(
            error.message, error.code or "", error.status or 400, detail=_translated(error.detail), hint=error.hint
        )

    # --- rules and types ------------------------------------------------------------------------------------------

    def _broken_rules(self) -> Entry:
        """The violations that the statement itself reported, where the things cannot be checked one by one."""
        reported: list[Entry] = self.error.detail or []
        rows = self.target.rows if self.target else ()
        row = rows[0] if len(rows) == 1 else Row(("input",) if rows else (), {})
        located = [{**violation, "path": violations.located(violation, row.path, row.values)} for violation in reported]
        return _entry(self.error.message, "VALIDATION_FAILED", 422, violations=located)

    def _too_long(self) -> Entry:
        """A value too long for its index or the row. PostgreSQL names the index, or nothing: then the longest value."""
        cls, constraint = self._constrained(), self.error.constraint or ""
        column = constraint.split("_", 2)[-1]
        indexed = {field.name for field in cls.fields.values() if field.column == column} if cls else set()
        rows = self.target.rows if self.target else ()
        lengths = {
            (*row.path, key): len(json_text.dumps(value))
            for row in rows
            for key, value in row.values.items()
            if not indexed or key in indexed
        }
        longest = max(lengths, key=lambda place: lengths[place], default=())
        field = next(iter(indexed), "") or (str(longest[-1]) if longest else "")
        what = "is too long for its index" if constraint else "is too long to be stored or indexed"
        violation = {"rule": "length", "field": field, "params": {}, "message": what, "path": list(longest)}
        shown = [violation] if longest else []
        return _entry(f"{field or 'a value'} {what}", "INVALID_VALUE", 400, violations=shown, hint="Shorten it.")

    def _is_of_a_value(self) -> bool:
        """Of a query: does the error come from a value of a filter, and not from our own SQL?"""
        if self.error.sqlstate in ("42601", "42622"):
            return self.error.position is None
        plan = self.plan
        return self.error.routine == POSTGIS_ERROR and isinstance(plan, QueryPlan) and _takes_geometry(plan.statement)

    def _missing(self) -> Entry:
        field = self._field_of_column(self.target.cls if self.target else None, self.error.column or "")
        rows = self.target.rows if self.target else ()
        bad = [row for row in rows if row.values.get(field) is None]
        violation = {"field": field, "rule": "required", "message": "is required", "params": {}}
        paths = [row.path for row in bad[:VIOLATIONS]] or [("input",)]
        located = [{**violation, "path": [*path, field]} for path in paths]
        return _entry(f"{field} is required", "VALIDATION_FAILED", 422, violations=located)

    async def _violations(self) -> list[Entry]:
        """All violations in the input of the root field that failed."""
        step = next((step for step in _write_steps(self.plan) if step.key == self.error.key), None)
        if step is None:
            return []
        return await _judged(self.pools, self.tenant, self.catalog, self.plan, step, self.variables)

    # --- what is unique -------------------------------------------------------------------------------------------

    def _taken(self) -> Entry:
        cls = self._constrained()
        columns = _columns(self.error.detail)
        fields = [self._field_of_column(cls, column) for column in columns] or ["id"]
        rows = self.target.rows if self.target else ()
        paths = [[*row.path, field] for row in rows[:1] if len(rows) == 1 for field in fields]
        if len(rows) > 1:
            paths = [violation["path"] for violation in self.found if violation["field"] in (None, *fields)]
            paths = paths or [[*path, field] for path in _duplicates(rows, fields) for field in fields]
        message = f"another {cls.name if cls else 'thing'} has the same {' and '.join(fields)}"
        violation = {"rule": "unique", "message": "must be unique", "params": {}}
        shown = [{"field": path[-1], **violation, "path": path} for path in paths[:VIOLATIONS]]
        cut = len(paths) if len(paths) > VIOLATIONS else None
        return _entry(message, "UNIQUE_VIOLATION", 409, fields=fields, violations=shown, violationsTotal=cut)

    # --- references -----------------------------------------------------------------------------------------------

    def _reference(self) -> Entry:
        detail = self.error.detail if isinstance(self.error.detail, dict) else {}
        table = str(detail.get("table", ""))
        parts = re.match(r"t[fj]_(\d+)_(.*?)(?:_[st])?$", self.error.constraint or "") or re.match(
            r"tj_(\d+)_(.*)$", table
        )
        head = self.catalog.heads.get(int(parts[1])) if parts else None
        cls = self.catalog.entries.get(head.id) if head else self.target.cls if self.target else None
        field = self._field_of_column(cls, parts[2] if parts else str(detail.get("column", "")))
        if self.error.sqlstate == "23503" and self._is_referred():
            name = head.name if head else "another thing"
            message = f"things of {name} still refer to it by {field}"
            referred = {"class": name, "field": field}
            return _entry(
                message, "FOREIGN_KEY_VIOLATION", 409, referredBy=referred, hint="Change or delete those first."
            )
        if detail.keys() & {"key", "path"}:  # it is named by another key than its id
            shown = [violation for violation in self.found if violation["rule"] == "reference"]
            cut = len(shown) if len(shown) > VIOLATIONS else None
            code = "INVALID_REFERENCE"
            return _entry(self.error.message, code, 409, violations=shown[:VIOLATIONS], violationsTotal=cut)
        ids = set(
            detail.get("ids")
            or re.findall(r"=\(([0-9a-f-]{36})\)", self.error.detail if isinstance(self.error.detail, str) else "")
        )
        paths = self._pointing(field, ids)
        target = cls.fields[field].target if cls and field in cls.fields else None
        message = f"{field or 'a reference'} must refer to an existing {target or 'thing'}"
        code = "INVALID_REFERENCE" if self.error.sqlstate == "TB061" else "FOREIGN_KEY_VIOLATION"
        violation = {
            "rule": "reference",
            "message": f"must refer to an existing {target or 'thing'}",
            "params": {"target": target},
        }
        shown = [{"field": field, **violation, "path": path} for path in paths[:VIOLATIONS]]
        cut = len(paths) if len(paths) > VIOLATIONS else None
        return _entry(message, code, 409, violations=shown, violationsTotal=cut)

    def _is_referred(self) -> bool:
        """Whether the referenced thing was to change, not a referring one. References are to ids, never from ids."""
        if self.target is not None and self.target.kind == "delete":
            return True
        return _columns(self.error.detail) == ["id"]

    def _pointing(self, field: str, ids: set[str]) -> list[list[Any]]:
        """The paths of these ids in the input."""
        paths = []
        for row in self._rows_that_may(field):
            for path, thing_id in _ids_in(row.values.get(field)):
                if not ids or thing_id.lower() in ids:
                    paths.append([*row.path, field, *path])
        return paths

    def _rows_that_may(self, field: str) -> Iterable[Row]:
        if self.target is not None:
            return [row for row in self.target.rows if field in row.values] or [
                Row(row.path[:-1], {str(row.path[-1]): row.values})
                for row in self.target.rows
                if field and row.path[-1:] == (field,)
            ]
        # (What is checked at the end belongs to no statement: all that was written is looked through.)
        targets = [step.target(self.variables) for step in _write_steps(self.plan)]
        return [row for target in targets for row in target.rows if field in row.values]

    # --- names ----------------------------------------------------------------------------------------------------

    def _constrained(self) -> Class | None:
        parts = re.match(r"t[umisekyx]_(\d+)_", self.error.constraint or "")
        if parts and int(parts[1]) in self.catalog.entries:
            return self.catalog.entries[int(parts[1])]
        return self.target.cls if self.target else None

    def _field_of_column(self, cls: Class | None, column: str) -> str:
        if cls is not None:
            for field in cls.fields.values():
                if column == field.column or (field.join_table or "").endswith(f"_{column}"):
                    return field.name
        return "id" if column == "id" else ""


def _takes_geometry(statement: Statement) -> bool:
    return any(isinstance(unbounded(param.encode), GeoJson) for param in statement.params)


def internal_error(error: BaseException) -> Entry:
    """An internal error: the client gets an id, under which it is in the log."""
    number = str(uuid4())
    _log.error("internal error %s: %s", number, error, exc_info=error)
    return _entry("internal error", "INTERNAL", 500, id=number)


def general_entry(error: DatabaseError) -> Entry:
    """An error outside any operation: the tenant is gone or shut out, or something is wrong with the server."""
    if error.code is not None:
        return _entry(error.message, error.code, error.status or 400, hint=error.hint)
    return _of_postgresql(error)


def _of_postgresql(error: DatabaseError) -> Entry:
    known = meaning(error.sqlstate, error.message)
    return internal_error(error) if known is None else _of_meaning(known)


def _of_meaning(known: Meaning) -> Entry:
    return _entry(known.message, known.code, known.status, hint=known.hint)


def _columns(detail: Any) -> list[str]:
    """The columns in "Key (a, f(b))=(1, 2) already exists.", whatever the server's language."""
    parts = re.search(r"\((.*?)\)=\(", detail) if isinstance(detail, str) else None
    return [re.sub(r"^.*\(|\).*$", "", column).strip().strip('"') for column in parts[1].split(",")] if parts else []


def _duplicates(rows: Iterable[Row], fields: list[str]) -> list[Path]:
    """Paths of the things that repeat the values of an earlier one."""
    seen: set[str] = set()
    paths = []
    for row in rows:
        key = json_text.dumps([row.values.get(field) for field in fields])
        if key in seen:
            paths.append(row.path)
        seen.add(key)
    return paths


def _ids_in(value: Any) -> Iterable[tuple[list[Any], str]]:
    if isinstance(value, Mapping):
        for key in ("connect", "set"):
            ids = value.get(key)
            if isinstance(ids, str):
                yield [key], ids
            elif isinstance(ids, list):
                yield from (([key, number], thing_id) for number, thing_id in enumerate(ids))


def _translated(detail: Any) -> Any:
    """The detail without names of tables and columns."""
    if isinstance(detail, Mapping):
        return {key: value for key, value in detail.items() if key not in ("table", "column")} or None
    return detail
