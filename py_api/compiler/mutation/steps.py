"""What a transaction is told to do: root fields as work, statements with what they write, for the sake of errors."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from py_api.catalog.model import Class, Field
from py_api.compiler.statement import Statement
from py_api.compiler.values import InputValue, Path, Problem, Variables
from py_api.errors import DatabaseError


class Row(NamedTuple):
    """What a client gave for one thing. path leads there from the field's arguments; values are keyed by API name."""

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
    key: Row | None = None  # what is told of the one thing in place of its id
    ignores: bool = False  # what is there already is no violation
    ids: tuple[str | None, ...] = ()  # of an update: of each row's thing
    by: tuple[Field, ...] = ()  # what tells which thing is there: of an upsert, and of `key`

    def refuse(
        self, message: str, code: str, status: int, path: Path = (), *, sqlstate: str = "TB000", **detail: Any
    ) -> NoReturn:
        """Raise what the database would raise, if it looked at this."""
        error = DatabaseError(
            message, sqlstate=sqlstate, code=code, status=status, detail={**detail, "path": list(path)}
        )
        error.place = self
        raise error


def refuse_unknown(target: Target) -> None:
    given = {"id": target.id} if target.key is None else target.key.values
    target.refuse(f"there is no {target.cls.name} of this {' and '.join(given)}", "UNKNOWN_THING", 404, **given)


def refuse_version(target: Target, version: int, expected: int) -> None:
    message = f"the {target.cls.name} is at version {version} by now, not {expected}"
    target.refuse(message, "VERSION_CONFLICT", 409, id=target.id, version=version, expected=expected)


class Request(NamedTuple):
    """A statement to be run, whose one JSON value (parsed) is sent back."""

    text: str
    params: list[Any]
    target: Target


Writes = Generator[Request, Any, Any]


class Written(NamedTuple):
    """What writes return where not all things fared alike. outcomes: as WriteOutcome names them."""

    ids: list[str]
    outcomes: list[str]


def outcomes_of(things: str) -> str:
    """The variable beside that of the things."""
    return f"{things}:outcomes"


@dataclass(frozen=True, slots=True)
class VersionLookup:
    """Finds out why there was no row: {"version": ...} of the thing, or nothing."""

    statement: Statement
    version: Callable[[Variables], int | None]


@dataclass(frozen=True, slots=True)
class Work:
    """A root field. Either `whole` writes and gives {key: value} at once (no row: see look), or `writes` makes the
    statements one after the other and returns what it leaves for `answer`, as a variable named by `things`.
    """

    key: str
    target: Callable[[Variables], Target] | None
    whole: Statement | None = None
    look: VersionLookup | None = None
    writes: Callable[[Variables], Writes] | None = None
    answer: Statement | None = None
    things: str = ""
    dry_run: bool = False
    shared: Statement | None = None  # whole, for a transaction that it shares; it always gives a row
    input: InputValue | None = None  # the argument that says what is written
    argument: str = "input"  # its name

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Those that are in the input, with paths from the field's arguments on."""
        places = list(_places(self.input, (self.argument,))) if self.input is not None else []
        found = []
        for problem in problems:
            for variable, path in places:
                if problem.path[: len(variable)] == variable:
                    found.append(problem._replace(path=(*path, *problem.path[len(variable) :])))
        return found


def _places(given: InputValue, path: Path) -> Iterator[tuple[Path, Path]]:
    """Where the variables in a literal come from, and where they stand."""
    if given.path is not None:
        yield given.path, path
    elif isinstance(given.value, list):
        for number, each in enumerate(given.elements()):
            yield from _places(each, (*path, number))
    elif isinstance(given.value, dict):
        for key, each in given.items():
            yield from _places(each, (*path, key))
