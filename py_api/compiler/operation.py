"""Operations: parsed, limited and validated once, compiled once for each plan key of their variables."""

import secrets
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    Source,
    VariableDefinitionNode,
    parse,
)

from py_api.compiler import admin_statements, keys, subscription
from py_api.compiler.aggregate import aggregate
from py_api.compiler.collect import Collected, collect
from py_api.compiler.context import Context, scope
from py_api.compiler.filter import Related
from py_api.compiler.fragment import EMPTY, Fragment, sql
from py_api.compiler.graphql_core_texts import is_about_tokens
from py_api.compiler.guards import Guards
from py_api.compiler.limits import check_document
from py_api.compiler.mutation import roots as mutation
from py_api.compiler.plan import (
    AdministrationPlan,
    IntrospectionPlan,
    MutationPlan,
    Plan,
    QueryPlan,
    SubscriptionPlan,
)
from py_api.compiler.plan_key import KeyOf, plan_key
from py_api.compiler.select import connection, node, thing
from py_api.compiler.sql_json import SqlJson, constant, made, members
from py_api.compiler.statement import Statement, answering
from py_api.compiler.unknown_name import UnknownName
from py_api.compiler.validation import unknown_name, validate
from py_api.compiler.values import (
    Coerce,
    Invalid,
    Path,
    Problem,
    Variables,
    as_id,
    check_size,
    coerced_with_problems,
    coercer,
    locations,
    value_from_ast,
)
from py_api.config import Limits
from py_api.errors import ApiError, FieldError
from py_api.lru import Lru
from py_api.schema.definitions import Output
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sources import Call, ClassRoot, NodeRoot, Root

_PLACE = secrets.token_hex(12)  # of what the catalog answers, in the JSON of a statement: no data has this in it
PLANS, PLANS_BYTES = 64, 4 * 2**20  # kept for one operation: one for each plan key of its variables
# What is held, as tracemalloc says: bytes of nodes for a token of a document, of a plan for a character of SQL.
TOKEN_BYTES, SQL_BYTES = 600, 8
INTROSPECTION = {"__schema", "__type"}
PROBLEMS = 100  # of variables, told at most


class RequestError(Exception):
    """A request error: nothing ran. errors: entries of the response's `errors`. unknown: the name each is about."""

    def __init__(
        self, errors: list[dict[str, Any]], status: int = 400, unknown: Sequence[UnknownName | None] = ()
    ) -> None:
        super().__init__(errors[0]["message"])
        self.errors = errors
        self.status = status
        self.unknown = unknown or [None] * len(errors)


def error_entry(error: GraphQLError, code: str) -> dict[str, Any]:
    formatted = dict(error.formatted)
    formatted["extensions"] = {"code": code, **(error.extensions or {})}
    return formatted


class Coerced(NamedTuple):
    """The values of the variables. problems: what is wrong with things that are to be written.

    (It is left for the database to say more.)
    """

    variables: dict[str, Any]
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str
    coerce: Coerce
    plan_key: KeyOf
    required: bool
    default: Any
    has_default: bool
    kind: Any
    node: VariableDefinitionNode

    @property
    def type(self) -> str:
        return str(self.kind)


def place(key: str) -> bytes:
    """What stands in the JSON of a query's statement where the catalog's answer for a root field belongs."""
    return f'"{_PLACE}{key}"'.encode()


class Operation:
    """One operation of a document, valid for a schema."""

    def __init__(self, api: ApiSchema, document: DocumentNode, name: str | None, limits: Limits) -> None:
        self.api = api
        self.limits = limits
        self.fragments: Mapping[str, FragmentDefinitionNode] = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self.node = _chosen(document, name)
        check_document(document, self.node, limits)
        if errors := validate(api.schema, document, served=True):
            entries = [error_entry(error, "GRAPHQL_VALIDATION_FAILED") for error in errors]
            raise RequestError(entries, unknown=[*map(unknown_name, errors)])
        self.kind = self.node.operation
        self.name = self.node.name.value if self.node.name else ""
        self.variables = tuple(self._variable(d) for d in self.node.variable_definitions or ())
        self.plans: Lru[Hashable, Plan] = Lru(PLANS, PLANS_BYTES, _bytes_of_plan)
        text = document.loc.source.body if document.loc else ""
        self.document = sha256(text.encode(errors="replace")).hexdigest()
        self._bytes = len(text) + min(len(text), limits.tokens) * TOKEN_BYTES

    def _variable(self, definition: Any) -> _Variable:
        kind = self.api.schema.reference(_printed(definition.type))
        default = None
        if definition.default_value is not None:
            default_value = value_from_ast(definition.default_value, kind, {})
            default = None if default_value is None else default_value.plain({})
        return _Variable(
            definition.variable.name.value,
            coercer(kind),
            plan_key(kind),
            str(kind).endswith("!"),
            default,
            definition.default_value is not None,
            kind,
            definition,
        )

    def coerced(self, provided: Mapping[str, Any]) -> Coerced:
        """The variables' values, checked. Raises RequestError with an error for each that is wrong, ApiError."""
        check_size(provided, self.limits)
        coerced: dict[str, Any] = {}
        errors: list[dict[str, Any]] = []
        unknown: list[UnknownName | None] = []  # what each error is about
        problems: list[Problem] = []
        for variable in self.variables:
            name = variable.name
            if name not in provided:
                if variable.has_default:
                    coerced[name] = variable.default
                elif variable.required:
                    errors.append(
                        _invalid(f"Variable '${name}' of required type '{variable.type}' was not provided.", variable)
                    )
                    unknown.append(None)
                continue
            try:
                coerced[name] = variable.coerce(provided[name])
            except Invalid:
                of_variable: list[Problem] = []
                coerced[name] = coerced_with_problems(variable.kind, provided[name], (name,), of_variable)
                problems += of_variable
                errors += [_problem(problem, variable) for problem in of_variable]
                unknown += [
                    problem.unknown and problem.unknown.after(_place(problem, variable)) for problem in of_variable
                ]
        if len(errors) > len(problems) or not all(problem.written for problem in problems):
            raise RequestError(errors[:PROBLEMS], unknown=unknown[:PROBLEMS])
        return Coerced(coerced, problems)

    def refusal(self, problems: Iterable[Problem]) -> RequestError:
        """Of problems that belong to no field that is answered."""
        variables = {variable.name: variable for variable in self.variables}
        return RequestError([_problem(problem, variables[str(problem.path[0])]) for problem in problems][:PROBLEMS])

    @property
    def bytes(self) -> int:
        """About how many it holds, with its plans."""
        return self._bytes + self.plans.used

    def roots(self, variables: Variables) -> Collected:
        """The field nodes of each root field, by response name."""
        root = self.kind.value.capitalize()
        return collect([self.node.selection_set], (root,), self.fragments, variables)

    def is_nullable(self, nodes: list[FieldNode]) -> bool:
        """May this root field of a query be null?"""
        output = self.api.query_field(nodes[0].name.value)
        return output is not None and not output.type.endswith("!")

    def is_lost(self, variables: Variables, errors: Iterable[Mapping[str, Any]]) -> bool:
        """Is all of a query's data null after these errors: of the operation as a whole, or of what cannot be null?"""
        roots = self.roots(variables)
        return any("path" not in error or not self.is_nullable(roots[error["path"][0]]) for error in errors)

    def plan(self, variables: Variables, only: str | None = None) -> Plan:
        """What to run for these (coerced) variables; only: for that root field alone. Raises ApiError, NotLoaded."""
        key = self.key(variables, only)
        plan = self.plans.get(key)
        if plan is None:
            plan = self.compile(variables, only)
            self.plans.put(key, plan)
        return plan

    def key(self, variables: Variables, only: str | None = None) -> Hashable:
        """Variables of the same key have the same plan, which is among `plans` under it, or is made by compile."""
        return (only, *[v.plan_key(variables[v.name]) if v.name in variables else ... for v in self.variables])

    def compile(self, variables: Variables, only: str | None = None) -> Plan:
        context = Context(self.api, self.fragments, variables, self.limits)
        try:
            return self._compiled(context, only)
        finally:
            context.forget_definitions()

    def _compiled(self, context: Context, only: str | None) -> Plan:
        collected = self.roots(context.variables)
        if only is not None:
            collected = {only: collected[only]}
        if self.kind is OperationType.MUTATION:
            return mutation.plan(context, collected)
        if self.kind is OperationType.SUBSCRIPTION:
            return self._subscription(context, collected)
        introspection = {k: v for k, v in collected.items() if v[0].name.value in INTROSPECTION}
        roles: list[str] = []
        pairs: list[tuple[str, SqlJson]] = []
        failed: dict[str, FieldError] = {}
        for key, nodes in collected.items():
            value, role = constant(_PLACE + key), None
            if key not in introspection:
                try:
                    value, role = _query_field(context, nodes)
                except FieldError as error:
                    value, failed[key] = constant(None), error
            pairs.append((key, value))
            roles += [role] if role is not None else []
        role = admin_statements.least_role([*roles, *context.roles], "viewer")
        if len(introspection) == len(pairs) > 0:
            return IntrospectionPlan(introspection)
        answer = answering(members(pairs).text, most=self.limits.answer_bytes)
        statement = Statement.of(answer, custom=context.custom)
        guards = Guards.of(context, statement.weight)
        computed = tuple(context.computed)
        accesses = tuple(context.accesses)
        return QueryPlan(statement, guards, role, not context.lists, introspection, computed, failed, accesses)

    @staticmethod
    def _subscription(context: Context, collected: Collected) -> SubscriptionPlan:
        if len(collected) != 1 or next(iter(collected.values()))[0].name.value.startswith("__"):
            message = "A subscription has one root field, which is always there and is not introspection."
            raise RequestError([{"message": message, "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}])
        ((key, nodes),) = collected.items()
        events = subscription.events(context, key, nodes)
        return SubscriptionPlan(events, Guards.of(context))


def _bytes_of_plan(_key: Hashable, plan: Plan) -> int:
    statements: tuple[Statement, ...] = ()
    match plan:
        case QueryPlan():
            statements = (plan.statement,)
        case MutationPlan() | AdministrationPlan():
            statements = tuple(statement for step in plan.steps for statement in step.statements)
    return 2_000 + sum(
        len(statement.text) * SQL_BYTES + len(statement.params) * TOKEN_BYTES for statement in statements
    )


def _query_field(context: Context, nodes: list[FieldNode]) -> tuple[SqlJson, str | None]:
    """The value of a root field of Query, and the least role that may have it; None where no role may."""
    name = nodes[0].name.value
    if name == "__typename":
        return constant("Query"), None
    output = context.api.query_field(name)
    assert output is not None, name
    match output.source:
        case ClassRoot(kind, class_id):
            return _class_field(context, kind, class_id, output, nodes), output.source.role
        case NodeRoot():
            thing_id = context.arguments(nodes[0], output.args)["id"]
            return node(context, _id(context, thing_id), nodes), output.source.role
        case Call():
            context.lists = True
            return admin_statements.query(context, output, nodes), output.source.role
    raise AssertionError(output)


def _id(context: Context, input_value: Any) -> Fragment:
    return sql("({}::text)::uuid", context.param(input_value, as_id))


def _class_field(context: Context, kind: Root, class_id: int, output: Output, nodes: list[FieldNode]) -> SqlJson:
    cls = context.catalog.class_of(class_id)

    def all_rows() -> Related:
        rows = scope(context, cls)
        return Related(rows, rows.clause(), EMPTY)

    match kind:
        case Root.ONE:
            rows = scope(context, cls)
            key = keys.key_of(context, cls, context.arguments(nodes[0], output.args))
            shown = thing(context, rows, nodes).text
            return made(sql("(select {} from {} where {})", shown, rows.clause(), keys.condition(context, rows, key)))
        case Root.LIST:
            return connection(context, output, nodes, all_rows)
        case Root.AGGREGATE:
            return aggregate(context, nodes, output.args, all_rows())
    raise AssertionError(kind)


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    chosen = [o for o in operations if name is None or (o.name is not None and o.name.value == name)]
    if len(chosen) == 1:
        return chosen[0]
    if not operations:
        message = "The document has no operation."
    elif name is None:
        message = "The document has several operations: say which one by operationName."
    else:
        message = f"The document has no operation {name!r}."
    raise RequestError([{"message": message, "extensions": {"code": "OPERATION_RESOLUTION_FAILURE"}}])


def parsed(query: str, limits: Limits) -> DocumentNode:
    try:
        return _unchained(parse(Source(query), no_location=False, max_tokens=limits.tokens))
    except GraphQLSyntaxError as error:
        if is_about_tokens(error, limits.tokens):
            raise ApiError(
                f"the document has more than {limits.tokens} tokens", "TOKEN_LIMIT", limit=limits.tokens
            ) from None
        raise RequestError([error_entry(error, "GRAPHQL_PARSE_FAILED")]) from None


def _unchained(document: DocumentNode) -> DocumentNode:
    """Without the tokens' references to one another, which only the garbage collector could undo. Nodes keep theirs."""
    token = document.loc and document.loc.start_token
    while token:
        following, token.prev, token.next = token.next, None, None
        token = following
    return document


def _printed(node: Any) -> str:
    kind = type(node).__name__
    if kind == "NonNullTypeNode":
        return _printed(node.type) + "!"
    if kind == "ListTypeNode":
        return f"[{_printed(node.type)}]"
    name: str = node.name.value
    return name


def _place(problem: Problem, variable: _Variable) -> str:
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in problem.path)[1:]
    return f"Variable '${variable.name}' got an invalid value at '{place}': "


def _problem(problem: Problem, variable: _Variable) -> dict[str, Any]:
    return _invalid(
        _place(problem, variable) + problem.message, variable, problem.path[1:], problem.code, **problem.params
    )


def _invalid(
    message: str, variable: _Variable, path: Path = (), code: str = "INVALID_VARIABLE", **params: Any
) -> dict[str, Any]:
    return {
        "message": message,
        "locations": locations([variable.node]),
        "extensions": {"code": code, "variable": [variable.name, *path], **params},
    }
