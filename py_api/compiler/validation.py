"""Validation of documents, in bounded time.

The rules are graphql-core's, but for one that compares every pair of fields of equal name: ours groups them and
compares each with the first of its group.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    ArgumentNode,
    ASTValidationRule,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FieldsOnCorrectTypeRule,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    KnownArgumentNamesRule,
    KnownTypeNamesRule,
    ListValueNode,
    NamedTypeNode,
    Node,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    ParallelVisitor,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    ValidationContext,
    ValidationRule,
    ValueNode,
    ValuesOfCorrectTypeRule,
    Visitor,
    VisitorAction,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
    print_ast,
    specified_rules,
    visit,
)
from graphql.pyutils import did_you_mean, suggestion_list
from graphql.validation.validate import (
    FragmentNestingVisitor,
    ValidationAbortedError,
    query_document_keys_to_validate,
)
from graphql.validation.validation_context import NodeWithSelectionSet, VariableUsage

from py_api.compiler.limits import spreads_itself
from py_api.compiler.unknown_name import UnknownName
from py_api.compiler.values import is_written

MOST_ERRORS = 10
LONGEST_MESSAGE = 400  # some quote the whole value
MOST_VISITS = 10_000  # of fields, by the rule below: some 30 ms; an honest document has some two for each field
MOST_GUESSED = 3  # errors that say what may have been meant: each costs a comparison with every name there is
MOST_CANDIDATES = 200
_ABORTED = "Too many validation errors, error limit reached. Validation aborted."


def validate(schema: GraphQLSchema, document: DocumentNode, *, served: bool = False) -> list[GraphQLError]:
    """What is wrong with the document; at most MOST_ERRORS, and a word that there may be more.

    served: without what the things to be written lack, of which the database tells with all else that is wrong.
    """
    errors = _errors(schema, document, SERVED_RULES if served else RULES)
    for error in errors:
        if len(error.message) > LONGEST_MESSAGE:
            error.message = error.message[:LONGEST_MESSAGE] + " ..."
    if len(errors) <= MOST_GUESSED:
        for error in errors:
            error.message += _guess(error)
    return errors


class AbsentField(NamedTuple):
    """A required field of an input object that is not given."""

    type: str
    field: str


class DocumentError(GraphQLError):
    """An error of one of graphql-core's rules, and what it is about.

    similar_to: the names that may have been meant in place of the one that is not there.
    """

    def __init__(
        self,
        error: GraphQLError,
        *,
        unknown: UnknownName | None = None,
        absent: AbsentField | None = None,
        wrong: str = "",
        similar_to: Iterable[str] = (),
    ) -> None:
        super().__init__(error.message, error.nodes, original_error=error.original_error)
        self.unknown, self.absent, self.wrong, self.similar_to = unknown, absent, wrong, similar_to


def unknown_name(error: GraphQLError) -> UnknownName | None:
    return error.unknown if isinstance(error, DocumentError) else None


def _errors(
    schema: GraphQLSchema, document: DocumentNode, rules: Iterable[type[ASTValidationRule]]
) -> list[GraphQLError]:
    """As graphql-core's validate, whose visitors hold themselves by the methods that they remember.

    Here they let go. (It left 600 objects of each validation to the garbage collector, 12 times what all the rest of a
    compilation leaves; and where that comes seldom, it stops the process for 100 ms and more.)
    """
    errors: list[GraphQLError] = []

    def report(error: GraphQLError) -> None:
        if len(errors) >= MOST_ERRORS:
            raise ValidationAbortedError(_ABORTED)
        errors.append(error)

    types = TypeInfo(schema)
    context = _Context(schema, document, types, report, hide_suggestions=True)
    visitors: list[Visitor] = [rule(context) for rule in rules]
    if fragments := {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}:
        visitors.insert(0, FragmentNestingVisitor(fragments))
    together = ParallelVisitor(visitors)
    whole = TypeInfoVisitor(types, together)
    try:
        visit(document, whole, query_document_keys_to_validate)
    except (ValidationAbortedError, RecursionError):
        errors.append(ValidationAbortedError(_ABORTED))
    finally:
        for visitor in (whole, together, *visitors):
            visitor.enter_leave_map.clear()
    return errors


class _Context(ValidationContext):
    def get_variable_usages(self, node: NodeWithSelectionSet) -> list[VariableUsage]:
        """None are looked for where the text has no variable: that would be a third of the work."""
        source = self.document.loc and self.document.loc.source.body
        return [] if source and "$" not in source else super().get_variable_usages(node)


def _guess(error: GraphQLError) -> str:
    """The names of fields or arguments that the author of the document may have meant; "" for none."""
    if not isinstance(error, DocumentError):
        return ""
    names = list(error.similar_to)
    if len(names) > MOST_CANDIDATES:
        names = [name for name in names if name[:1] == error.wrong[:1]][:MOST_CANDIDATES]
    return did_you_mean(suggestion_list(error.wrong, names))


@dataclass(frozen=True, slots=True)
class _Selected:
    """A field as it stands in a document, and as the schema defines it. parent: the type it is selected on."""

    node: FieldNode
    parent: GraphQLNamedType | None
    definition: GraphQLField | None

    @property
    def concrete(self) -> str | None:
        return self.parent.name if isinstance(self.parent, GraphQLObjectType) else None


_Group = list[_Selected]


class TooMuch(Exception):
    """The document has so many ways of combining its fragments that they are not all looked at."""


class FieldsCanBeMerged(ValidationRule):
    """Section 5.3.2 of the specification: fields of one response name are the same field, or of objects that differ.

    Two passes over the expanded operation. The first looks at shapes, all types together: each field is visited once.
    The second looks at names and arguments, for each object type the fields that may be its own: those of abstract
    types count for every one, so a document made for it could be visited very often, and MOST_VISITS ends it.
    """

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._visits = 0
        self._skip = spreads_itself(context.document)
        self._fields: dict[tuple[str | None, str], GraphQLField | None] = {}
        self._keys: dict[int, tuple[Any, ...]] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> VisitorAction:
        if not self._skip:
            root = self.context.schema.get_root_type(node.operation)
            groups = self._collected([(node.selection_set, root)])
            try:
                if not self._differ(groups):
                    self._conflict(groups)
            except TooMuch:
                self.report_error(GraphQLError("The fragments of this document combine in too many ways.", [node]))
        return self.SKIP

    def enter_fragment_definition(self, *_: Any) -> VisitorAction:
        return self.SKIP

    # --- the two passes -------------------------------------------------------------------------------------------

    def _differ(self, groups: Mapping[str, _Group]) -> bool:
        """SameResponseShape: whether some fields of one response name have types of different shapes."""
        for name, group in groups.items():
            if len(group) > 1:
                shapes = [(_shape(s.definition), s) for s in group if s.definition is not None]
                for shape, selected in shapes[1:]:
                    if shape != shapes[0][0]:
                        return self._report(name, shapes[0][1], selected)
            if self._differ(self._children(group)):
                return True
        return False

    def _conflict(self, groups: Mapping[str, _Group]) -> bool:
        """FieldsInSetCanMerge: whether some fields of one response name, that may meet in one object, are different."""
        for name, group in groups.items():
            if len(group) == 1:
                sets = [group]
            else:
                abstract, concrete = _parted(group)
                # What is selected on an abstract type meets all others, so that all must be equal to it.
                for equals in [abstract + [s for c in concrete for s in c]] if abstract else concrete:
                    key = self._key(equals[0].node)
                    for selected in equals[1:]:
                        if self._key(selected.node) != key:
                            return self._report(name, equals[0], selected)
                if not any(s.node.selection_set for s in group):
                    continue
                self._visits += len(concrete) * len(abstract)
                sets = [each + abstract for each in concrete] or [abstract]
            if any(self._conflict(self._children(each)) for each in sets):
                return True
        return False

    def _report(self, name: str, *pair: _Selected) -> bool:
        one, other = sorted(pair, key=lambda s: s.node.loc.start if s.node.loc else 0)
        self.report_error(
            GraphQLError(
                f"Fields '{name}' conflict because {_reason(one, other)}."
                " Use different aliases on the fields to fetch both if this was intentional.",
                [one.node, other.node],
            )
        )
        return True

    # --- collecting -----------------------------------------------------------------------------------------------

    def _children(self, group: _Group) -> dict[str, _Group]:
        return self._collected(
            (s.node.selection_set, get_named_type(s.definition.type) if s.definition else None)
            for s in group
            if s.node.selection_set is not None
        )

    def _collected(self, sets: Iterable[tuple[SelectionSetNode, GraphQLNamedType | None]]) -> dict[str, _Group]:
        """The fields of some selection sets by response name, fragments expanded."""
        found: dict[str, _Group] = {}
        spread: set[str] = set()
        context = self.context
        stack = list(sets)
        while stack:
            selection_set, parent = stack.pop()
            for node in selection_set.selections:
                self._visits += 1
                if isinstance(node, FieldNode):
                    name = node.alias.value if node.alias else node.name.value
                    selected = _Selected(node, parent, self._field(parent, node.name.value))
                    if name in found:
                        found[name].append(selected)
                    else:
                        found[name] = [selected]
                elif isinstance(node, InlineFragmentNode):
                    condition = node.type_condition
                    inner = context.schema.get_type(condition.name.value) if condition else parent
                    stack.append((node.selection_set, inner))
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                    spread.add(node.name.value)
                    fragment = context.get_fragment(node.name.value)
                    if fragment is not None:
                        stack.append((fragment.selection_set, self._type_of(fragment)))
        if self._visits > MOST_VISITS:
            raise TooMuch
        return found

    def _type_of(self, fragment: FragmentDefinitionNode) -> GraphQLNamedType | None:
        return self.context.schema.get_type(fragment.type_condition.name.value)

    def _field(self, parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
        if parent is None or not hasattr(parent, "fields"):
            return None
        key = (parent.name, name)
        if key not in self._fields:
            self._fields[key] = self.context.schema.get_field(parent, name)  # type: ignore[arg-type]
        return self._fields[key]

    def _key(self, node: FieldNode) -> tuple[Any, ...]:
        """Equal for fields of equal name and arguments."""
        if not node.arguments:
            return (node.name.value,)
        key = self._keys.get(id(node))
        if key is None:
            arguments = sorted((a.name.value, _value(a.value)) for a in node.arguments)
            key = self._keys[id(node)] = (node.name.value, *arguments)
        return key


def _parted(group: _Group) -> tuple[_Group, list[_Group]]:
    """Those selected on abstract (or unknown) types, and those on each object type."""
    concrete: dict[str, _Group] = {}
    abstract: _Group = []
    for selected in group:
        if (name := selected.concrete) is None:
            abstract.append(selected)
        else:
            concrete.setdefault(name, []).append(selected)
    return abstract, list(concrete.values())


def _shape(field: GraphQLField | None) -> tuple[str, ...]:
    """Equal for types that a client can read alike: same lists, same nulls, and the same leaf or any object."""
    shape: list[str] = []
    kind: Any = field.type if field else None
    while is_list_type(kind) or is_non_null_type(kind):
        shape.append("[" if is_list_type(kind) else "!")
        kind = kind.of_type
    shape.append(kind.name if is_leaf_type(kind) else "")
    return tuple(shape)


def _value(node: ValueNode) -> str:
    """Text that is equal for equal values: the fields of an object may come in any order."""
    if isinstance(node, ListValueNode):
        return f"[{', '.join(map(_value, node.values))}]"
    if isinstance(node, ObjectValueNode):
        return f"{{{', '.join(sorted(f'{f.name.value}: {_value(f.value)}' for f in node.fields))}}}"
    return print_ast(node)


def _reason(one: _Selected, other: _Selected) -> str:
    may_meet = one.concrete is None or other.concrete is None or one.concrete == other.concrete
    if may_meet and one.node.name.value != other.node.name.value:
        return f"'{one.node.name.value}' and '{other.node.name.value}' are different fields"
    if one.definition and other.definition and _shape(one.definition) != _shape(other.definition):
        return f"they return conflicting types '{one.definition.type}' and '{other.definition.type}'"
    return "they have differing arguments"


class FieldsOnCorrectType(FieldsOnCorrectTypeRule):
    """Says which field is unknown."""

    def report_error(self, error: GraphQLError) -> None:
        node, parent = _node(error), self.context.get_parent_type()
        if isinstance(node, FieldNode) and parent is not None:
            name = node.name.value
            unknown = UnknownName(name, parent.name, f"Cannot query field '{name}' on type '{parent.name}'")
            error = DocumentError(error, unknown=unknown, wrong=name, similar_to=getattr(parent, "fields", ()))
        super().report_error(error)


class KnownArgumentNames(KnownArgumentNamesRule):
    """Says which arguments the field has."""

    def enter_argument(self, node: ArgumentNode, *place: Any) -> None:
        field, parent = self.context.get_field_def(), self.context.get_parent_type()
        if self.context.get_argument() is None and field is not None and parent is not None:
            name, ancestors = node.name.value, place[3]
            text = f"Unknown argument '{name}' on field '{parent.name}.{ancestors[-1].name.value}'."
            error = GraphQLError(text, node)
            self.report_error(DocumentError(error, wrong=name, similar_to=field.args))


class KnownTypeNames(KnownTypeNamesRule):
    """Says which type is unknown."""

    def report_error(self, error: GraphQLError) -> None:
        node = _node(error)
        if isinstance(node, NamedTypeNode):
            name = node.name.value
            error = DocumentError(error, unknown=UnknownName(name, None, f"Unknown type '{name}'"))
        super().report_error(error)


def _node(error: GraphQLError) -> Node | None:
    return error.nodes[0] if error.nodes else None


class ValuesOfCorrectType(ValuesOfCorrectTypeRule):
    """Looks up what a literal names before graphql-core goes through the fields that its type is known to have.

    (schema.lazy_schema makes the fields of input objects when they are looked up, and shows required ones alone.)
    Says which field or value is unknown, and which required field is absent.
    """

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._types: dict[int, Any] = {}  # of the nodes of one literal, by their ids: its type
        self._reported: Counter[int] = Counter()  # errors about absent fields, by the ids of their nodes

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> VisitorAction:
        self._types.clear()
        self._reported.clear()
        stack: list[tuple[ValueNode, Any]] = [(node, input_type)]
        while stack:
            value, kind = stack.pop()
            named = self._types[id(value)] = get_named_type(kind)
            if isinstance(value, ListValueNode):
                stack += ((item, named) for item in value.values)
            elif isinstance(value, ObjectValueNode) and isinstance(named, GraphQLInputObjectType):
                for field_node in value.fields:
                    self._types[id(field_node)] = named
                    field = named.fields.get(field_node.name.value)
                    if field is not None:
                        stack.append((field_node.value, field.type))
        return super().is_valid_value_node(node, input_type)

    def report_error(self, error: GraphQLError) -> None:
        node = _node(error)
        kind = self._types.get(id(node))
        match node:
            case ObjectFieldNode() if kind is not None:
                name = node.name.value
                said = f"Expected value of type '{kind.name}' not to include unknown field '{name}'"
                error = DocumentError(error, unknown=UnknownName(name, kind.name, said))
            case EnumValueNode() if isinstance(kind, GraphQLEnumType):
                said = f"Value '{node.value}' does not exist in '{kind.name}' enum"
                error = DocumentError(error, unknown=UnknownName(node.value, kind.name, said))
            case ObjectValueNode() if isinstance(kind, GraphQLInputObjectType):
                if (absent := self._absent(node, kind)) is not None:
                    if not self._must_be_given(kind):
                        return
                    error = DocumentError(error, absent=absent)
        super().report_error(error)

    def _must_be_given(self, kind: GraphQLInputObjectType) -> bool:
        """Is it an error that a required field of this type is absent?"""
        return True

    def _absent(self, node: ObjectValueNode, kind: GraphQLInputObjectType) -> AbsentField | None:
        """What this error about an object is about: there is one for each required field that is absent, in order.

        None for the error about @oneOf, whose fields are never required.
        """
        given = {field.name.value for field in node.fields}
        absent = [n for n, field in kind.fields.items() if n not in given and is_required_input_field(field)]
        number = self._reported[id(node)]
        self._reported[id(node)] += 1
        return AbsentField(kind.name, absent[number]) if number < len(absent) else None


class ServedValues(ValuesOfCorrectType):
    """Lets be absent what is required of things that a mutation makes."""

    def _must_be_given(self, kind: GraphQLInputObjectType) -> bool:
        return not is_written(kind)


_OURS: Mapping[type[ASTValidationRule], type[ASTValidationRule]] = {
    FieldsOnCorrectTypeRule: FieldsOnCorrectType,
    KnownArgumentNamesRule: KnownArgumentNames,
    KnownTypeNamesRule: KnownTypeNames,
    OverlappingFieldsCanBeMergedRule: FieldsCanBeMerged,
    ValuesOfCorrectTypeRule: ValuesOfCorrectType,
}
RULES: tuple[type[ASTValidationRule], ...] = tuple(_OURS.get(rule, rule) for rule in specified_rules)
SERVED_RULES = tuple(ServedValues if rule is ValuesOfCorrectType else rule for rule in RULES)
