"""What the way from one version of a schema to a later one does to a document, and what to change in it.

A document that holds at the earlier version is looked at place by place. graphql-core's errors at the later version are
explained by what has become of the place that they point to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graphql import DocumentNode, GraphQLError, Node

from py_api.compiler.client_impact.comparison import Comparison
from py_api.compiler.client_impact.finding import Finding
from py_api.compiler.client_impact.uses import Uses
from py_api.compiler.validation import DocumentError, validate

MOST_PROBLEMS = 50  # listed for one document


class Status(StrEnum):
    WORKS = "WORKS"
    CHANGED = "CHANGED"
    BREAKS = "BREAKS"
    INVALID = "INVALID"


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding, and the place in the document."""

    finding: Finding
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    status: Status
    problems: tuple[Problem, ...] = ()


def impact(comparison: Comparison, document: DocumentNode) -> Impact:
    """Raises NotLoaded, of either catalog."""
    errors = validate(comparison.later.schema, document)
    if before := validate(comparison.earlier.schema, document):
        if not errors:
            return Impact(Status.WORKS)
        advice = f"correct it: it does not hold at version {comparison.earlier.catalog.version}"
        return Impact(Status.INVALID, tuple(_placed(Finding(e.message, advice), e) for e in before))
    problems = _Document(comparison, Uses(comparison.earlier, document), errors).problems()
    status = Status.BREAKS if errors else Status.CHANGED if problems else Status.WORKS
    return Impact(status, problems)


def invalid(*messages: str) -> Impact:
    """Of what is not a document, or too large."""
    problems = (Problem(Finding(message, "correct it: it does not hold at any version")) for message in messages)
    return Impact(Status.INVALID, tuple(problems))


def _placed(finding: Finding, place: GraphQLError | Node) -> Problem:
    if isinstance(place, GraphQLError):
        location = place.locations[0] if place.locations else None
        return Problem(finding, location.line, location.column) if location is not None else Problem(finding)
    start = place.loc.start_token if place.loc is not None else None
    return Problem(finding, start.line, start.column) if start is not None else Problem(finding)


class _Document:
    """A document that holds at the earlier version."""

    def __init__(self, comparison: Comparison, uses: Uses, errors: Sequence[GraphQLError]) -> None:
        self.comparison = comparison
        self.uses = uses
        self.errors = errors

    def problems(self) -> tuple[Problem, ...]:
        """All that is different; each finding once, but each error at its place."""
        problems: list[Problem] = []
        listed: set[tuple[str, str | None, str | None]] = set()
        left_out: list[range] = []
        for error in self.errors:
            cause = self._cause(error)
            if cause.gone:
                left_out += (range(node.loc.start, node.loc.end) for node in error.nodes or () if node.loc)
            listed.add((cause.advice, cause.cls, cause.field))
            problems.append(_placed(Finding(error.message, cause.advice, cause.cls, cause.field, cause.noted), error))
        for use in self.uses:
            if use.node.loc is not None and any(use.node.loc.start in place for place in left_out):
                continue
            for finding in self.comparison.findings(use, not self.errors):
                key = (finding.advice, finding.cls, finding.field)
                if key not in listed and len(problems) < MOST_PROBLEMS:
                    listed.add(key)
                    problems.append(_placed(finding, use.node))
        return tuple(problems)

    def _cause(self, error: GraphQLError) -> Finding:
        nodes = error.nodes or ()
        if isinstance(error, DocumentError) and error.absent is not None:
            finding = self.comparison.make.absent(*error.absent)
            if finding is not None:
                return finding
        places = [use for node in nodes if (use := self.uses.at(node)) is not None]
        for use in sorted(places, key=lambda use: use.field is None and use.inverse is None):
            for finding in self.comparison.findings(use, fits=False):
                return finding
        use = places[0] if places else None
        advice = f"make it fit the schema at version {self.comparison.later.catalog.version}"
        if use is None:
            return Finding(error.message, advice)
        field = use.field.name if use.field is not None else None
        return Finding(error.message, advice, use.cls.name, field)


def as_json(document: Impact) -> Mapping[str, Any]:
    """status and problems, as SchemaClientOperationImpact has them."""
    return {"status": document.status, "problems": [_problem(problem) for problem in document.problems]}


def _problem(problem: Problem) -> Mapping[str, Any]:
    finding = problem.finding
    return {
        "message": finding.message,
        "line": problem.line,
        "column": problem.column,
        "class": finding.cls,
        "field": finding.field,
        "change": {"impact": "SAFE", **finding.noted.change} if finding.noted is not None else None,
        "advice": finding.advice,
    }
