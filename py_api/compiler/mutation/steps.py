"""The steps of a mutation, one for each root field, and the targets that their errors refer to."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, TypeVar

from py_api.catalog.model import Class, Field
from py_api.compiler.statement import Statement
from py_api.compiler.values import InputValue, Path, Problem, Variables
from py_api.errors import DatabaseError


class Row(NamedTuple):
    """What a client sent for one thing. path leads there from the field's arguments; values are keyed by API name."""

    path: Path
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """What a statement writes. kind: insert, update or delete. id: the one thing that is updated, where it is one.

    fixed: fields whose values are not the client's (of what it refers to, and of what refers to it).
    """

    cls: Class
    kind: str
    rows: tuple[Row, ...] = ()
    id: str | None = None
    fixed: frozenset[str] = frozenset()
    field: str | None = None  # the to-many or inverse field whose links are written
    key: Row | None = None  # of the one thing, where it is named by another key than its id
    ignores: bool = False  # existing things are not a violation
    ids: tuple[str | None, ...] = ()  # of an update: of each row's thing
    by: tuple[Field, ...] = ()  # the fields of the key that names a thing: of an upsert, and of `key`

    def refuse(
        self, message: str, code: str, status: int, path: Path = (), *, sqlstate: str = "TB000", **detail: Any
    ) -> NoReturn:
        """Raises the DatabaseError that the database would raise for this."""
        error = DatabaseError(
            message, sqlstate=sqlstate, code=code, status=status, detail={**detail, "path": list(path)}
        )
        error.place = self
        raise error


def refuse_unknown(target: Target) -> None:
    keys = {"id": target.id} if target.key is None else target.key.values
    target.refuse(f"there is no {target.cls.name} of this {' and '.join(keys)}", "UNKNOWN_THING", 404, **keys)


def refuse_version(target: Target, version: int, expected: int) -> None:
    message = f"the {target.cls.name} is at version {version} by now, not {expected}"
    target.refuse(message, "VERSION_CONFLICT", 409, id=target.id, version=version, expected=expected)


class BoundStatement(NamedTuple):
    """A statement to be run, whose one JSON value (parsed) is sent back."""

    text: str
    params: list[Any]
    target: Target


T = TypeVar("T")
Writes = Generator[BoundStatement, Any, T]


class Written(NamedTuple):
    """What the writes of a step return. outcomes: as WriteOutcome names them, where not all things fared alike."""

    ids: Sequence[str]
    outcomes: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class VersionLookup:
    """Finds out why there was no row: {"version": ...} of the thing, or nothing."""

    statement: Statement
    version: Callable[[Variables], int | None]


@dataclass(frozen=True, slots=True)
class CallStep:
    """A root field that calls a function (or is __typename). The statement gives {key: value}.

    tenant, server: of a field for operators, the arguments that say whom it is about, and where that is to be made.
    """

    key: str
    statement: Statement
    tenant: InputValue | None = None
    server: InputValue | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those that are compiled with the plan."""
        return (self.statement,)


@dataclass(frozen=True, slots=True, kw_only=True)
class _WriteStep:
    """A root field that writes things. input: the argument that says what is written; argument: its name.

    dry_run: what is written is checked and undone.
    """

    key: str
    target: Callable[[Variables], Target]
    input: InputValue | None
    argument: str = "input"
    dry_run: bool

    def problems_of_input(self, problems: Iterable[Problem]) -> list[Problem]:
        """Those that are in the input, with paths from the field's arguments on."""
        places = list(_places(self.input, (self.argument,))) if self.input is not None else []
        moved = []
        for problem in problems:
            for variable, path in places:
                if problem.path[: len(variable)] == variable:
                    moved.append(problem._replace(path=(*path, *problem.path[len(variable) :])))
        return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementStep(_WriteStep):
    """One statement writes and gives {key: value}; where it gives no row, version_lookup says why.

    shared: the same for a transaction that others share (engine.group_commit); it always gives a row.
    """

    statement: Statement
    version_lookup: VersionLookup | None = None
    shared: Statement | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        return (self.statement,) if self.shared is None else (self.statement, self.shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceStep(_WriteStep):
    """`writes` makes the statements one after the other and returns what is written. Then `answer`,
    which takes those as context values, gives {key: value}.
    """

    writes: Callable[[Variables], Writes[Written]]
    answer: Statement

    @property
    def statements(self) -> tuple[Statement, ...]:
        return (self.answer,)


WriteStep = StatementStep | SequenceStep
Step = CallStep | WriteStep


def _places(input_value: InputValue, path: Path) -> Iterator[tuple[Path, Path]]:
    """The paths of the variables in a literal: among the variables, and in the literal."""
    if input_value.path is not None:
        yield input_value.path, path
    elif isinstance(input_value.value, list):
        for number, child in enumerate(input_value.elements()):
            yield from _places(child, (*path, number))
    elif isinstance(input_value.value, dict):
        for key, child in input_value.items():
            yield from _places(child, (*path, key))
