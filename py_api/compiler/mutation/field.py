"""What all root fields over a class share: arguments, bounds, the targets of errors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from graphql import FieldNode

from py_api.catalog.model import Field, Inverse
from py_api.compiler import weights
from py_api.compiler.context import Check, Context, value_of
from py_api.compiler.fragment import Fragment
from py_api.compiler.keys import Key, connected, key_of
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.answers import Answers
from py_api.compiler.mutation.conditions import check_conditions
from py_api.compiler.mutation.inputs import (
    INPUT,
    UPDATES,
    links,
    of_items,
    pointed,
    prime,
    rows_of,
    things,
)
from py_api.compiler.mutation.statements import Assigned
from py_api.compiler.mutation.steps import (
    Row,
    SequenceStep,
    StatementStep,
    Target,
    VersionLookup,
    Writes,
    WriteStep,
    Written,
)
from py_api.compiler.statement import Statement
from py_api.compiler.values import InputValue, Variables, given
from py_api.errors import FieldError
from py_api.schema.definitions import Output
from py_api.schema.sources import Root

_OUTCOMES = {
    **dict.fromkeys((Root.CREATE, Root.CREATE_MANY), "CREATED"),
    **dict.fromkeys((Root.UPDATE, Root.UPDATE_MANY), "UPDATED"),
    **dict.fromkeys((Root.DELETE, Root.DELETE_MANY), "DELETED"),
}
MANY = {Root.CREATE_MANY, Root.UPDATE_MANY, Root.UPSERT_MANY, Root.DELETE_MANY}


@dataclass(frozen=True, slots=True)
class _Args:
    """The arguments of a root field; input is the things of a list, too."""

    key: Key | None  # of one thing
    version: InputValue | None
    filter: InputValue | None
    at_most: InputValue | None
    on_conflict: str  # UPDATE or IGNORE, of what is made
    by: str
    updates: InputValue | None
    input: InputValue | None
    dry_run: bool


class ClassField:
    """Compiles a root field over a class: one of its subclasses."""

    def __init__(
        self, context: Context, key: str, kind: Root, class_id: int, output: Output, nodes: list[FieldNode]
    ) -> None:
        self.context, self.key, self.kind, self.node = context, key, kind, nodes[0]
        self.cls = context.catalog.class_of(class_id)
        self.creates = kind in (Root.CREATE, Root.CREATE_MANY, Root.UPSERT, Root.UPSERT_MANY)
        self.concrete = (self.cls,) if self.creates else tuple(context.catalog.concrete(class_id))
        arguments = given(context.arguments(nodes[0], output.args))
        by, dry_run = arguments.get("by") if self.creates else None, arguments.get("dryRun")
        self.args = _Args(
            key_of(context, self.cls, arguments) if kind in (Root.UPDATE, Root.DELETE) else None,
            arguments.get("version"),
            arguments.get("filter"),
            arguments.get("atMost"),
            self._on_conflict(arguments),
            self.cls.own_key(str(by.value)) if by else "",
            arguments.get(UPDATES),
            arguments.get(INPUT),
            bool(dry_run and dry_run.value),
        )
        made = self.args.input if self.creates else None
        outcome = None if self.args.on_conflict else _OUTCOMES[kind]
        self.answers = Answers(context, key, self.cls, self.concrete, nodes, kind in MANY, made, outcome)
        self._guard()
        context.spend(weights.WRITE * max(1, len(self.concrete)))
        self._before = context.weight, len(context.terms)  # before anything is compiled

    def _forget_attempt(self) -> None:
        """What was compiled and is not used costs nothing."""
        self.context.weight, terms = self._before
        del self.context.terms[terms:]

    def _guard(self) -> None:
        context, limits = self.context, self.context.limits
        if self.args.input is not None:
            hint = "Send it in several operations."
            check = Check(self.args.input, INPUT, 0, limits.list_size, "LIST_LIMIT", hint, things)
            context.checks += [check, replace(check, name="links of input", most=limits.links, measure=links)]
            prime(context, self.cls, self.args.input, limits.depth)
        if self.args.updates is not None:
            self._guard_updates(self.args.updates)
        elif self.kind is Root.UPDATE_MANY and (self.args.filter is None or self.args.input is None):
            lacks = INPUT if self.args.input is None else "filter"
            raise FieldError(
                f"{lacks} has no value",
                "INVALID_INPUT" if lacks == INPUT else "INVALID_FILTER",
                path=[lacks],
                hint="Give filter and input, or updates.",
            )
        if self.args.at_most is not None:
            context.checks.append(
                Check(self.args.at_most, "atMost", 0, 2**31 - 1, "INVALID_INPUT", "Give a number from 0.")
            )
        if self.args.filter is not None:
            check_conditions(context, self.cls, self.node, self.args.filter, self.args.at_most)

    def _guard_updates(self, updates: InputValue) -> None:
        context, limits = self.context, self.context.limits
        written = {argument.name.value for argument in self.node.arguments or ()}
        if others := [name for name in ("filter", INPUT, "atMost") if name in written]:
            raise FieldError(f"updates excludes {' and '.join(others)}", "INVALID_INPUT", hint="Send two fields.")
        hint = "Send it in several operations."
        check = Check(updates, UPDATES, 0, limits.list_size, "LIST_LIMIT", hint, partial(of_items, things))
        more = replace(check, name="links of updates", most=limits.links, measure=partial(of_items, links))
        context.checks += [check, more]
        for item in updates.elements():
            input_value = item.get(INPUT)
            if input_value is not None and not input_value.is_null:
                prime(context, self.cls, input_value, limits.depth)

    def _on_conflict(self, arguments: Mapping[str, InputValue]) -> str:
        if self.kind in (Root.UPSERT, Root.UPSERT_MANY):
            return "UPDATE"
        if "onConflict" not in arguments:
            if self.creates and "by" in arguments:
                raise FieldError("by needs onConflict", "INVALID_INPUT", hint="Say UPDATE or IGNORE.")
            return ""
        asked = str(arguments["onConflict"].value)
        if asked == "UPDATE" and "by" not in arguments:
            hint = "Say which key tells what is there already."
            raise FieldError("onConflict: UPDATE needs by", "INVALID_INPUT", hint=hint)
        return asked

    def step(self) -> WriteStep:
        """One statement where one can do it all, else a sequence."""
        raise NotImplementedError

    def statement_step(
        self,
        kind: str,
        statement: Fragment,
        *,
        version_lookup: VersionLookup | None = None,
        shared: Fragment | None = None,
    ) -> StatementStep:
        """kind: as of Target."""
        return StatementStep(
            key=self.key,
            target=self._target(kind),
            input=self.args.input,
            dry_run=self.args.dry_run,
            statement=Statement.of(statement),
            version_lookup=version_lookup,
            shared=None if shared is None else Statement.of(shared),
        )

    def sequence_step(
        self,
        target: Callable[[Variables], Target],
        writes: Callable[[Variables], Writes[Written]],
        input_value: InputValue | None,
        argument: str = INPUT,
    ) -> SequenceStep:
        return SequenceStep(
            key=self.key,
            target=target,
            input=input_value,
            argument=argument,
            dry_run=self.args.dry_run,
            writes=writes,
            answer=self.answers.reading(),
        )

    @property
    def _conflict_fields(self) -> list[Field]:
        if not self.args.by:
            return []
        fields = self.context.api.classes.fields.all(self.cls)
        return [fields[name] for name in self.cls.unique_keys[self.args.by]]

    def _assigned(self, input_value: InputValue, creating: bool) -> list[Assigned] | None:
        """The columns that are given, with a parameter each; None where other things are to be written, too."""
        types = self.context.api.classes.inputs
        definition = types.create_input(self.cls) if creating else types.update_input(self.cls)
        assert definition is not None
        assigned = []
        for key, value in input_value.items():
            source: Field | Inverse | None = definition.inputs[key].source
            if source is None:  # (the input of a class without fields has a key that says nothing)
                continue
            if isinstance(source, Inverse) or source.is_many:
                if value.is_null or not value.value:
                    continue
                return None
            if key == s.ID:
                id_value = value_of(self.context, source, value)
                assigned.append(Assigned(source, id_value if source in self._conflict_fields else s.or_new(id_value)))
            elif source.is_reference:
                kind, _ = pointed(None if value.is_null else {k: v.value for k, v in value.items()}, (INPUT, key))
                if kind == "create":
                    return None
                if kind:
                    link = value.get("connect") if kind == "connect" else None
                    of_link = (
                        value_of(self.context, source, InputValue(None))
                        if link is None
                        else (connected(self.context, source, link))
                    )
                    assigned.append(Assigned(source, of_link))
            else:
                assigned.append(Assigned(source, value_of(self.context, source, value)))
        return assigned

    def _target(self, kind: str) -> Callable[[Variables], Target]:
        cls, input_value, one, many = self.cls, self.args.input, self.args.key, self.kind in MANY and self.creates
        by, catalog = tuple(self._conflict_fields), self.context.catalog
        ignores = self.args.on_conflict == "IGNORE"
        if one is not None and one.name != s.ID:
            by = tuple(cls.fields[name] for name in one.values)

        def target(variables: Variables) -> Target:
            rows = rows_of(catalog, cls, input_value, variables, many) if input_value is not None else ()
            values = {} if one is None else {name: value.plain(variables) for name, value in one.values.items()}
            if s.ID in values:
                return Target(cls, kind, tuple(rows), str(values[s.ID]))
            return Target(cls, kind, tuple(rows), key=Row(("by",), values) if values else None, ignores=ignores, by=by)

        return target
