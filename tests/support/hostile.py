"""Documents that want a lot of work for what they are, each within the limits or just beyond, and what they cost."""

import time
from collections.abc import Callable

from graphql import GraphQLError, OperationDefinitionNode, build_schema, get_introspection_query, parse

from py_api.compiler.limits import check_document
from py_api.compiler.validation import validate
from py_api.config import Limits
from py_api.errors import ApiError

WIDE = build_schema(
    "interface I { id: ID a: I b: I nodes: I f: Int }"
    + "".join(f"type T{i} implements I {{ id: ID a: I b: I nodes: I f: Int g{i}: Int }}" for i in range(60))
    + "type Wide {"
    + "".join(f"field{i}(first: Int, filter: Filter): Int " for i in range(500))
    + "}"
    + "input Filter {"
    + "".join(f"field{i}: Int and: [Filter!] " if i == 0 else f"field{i}: Int " for i in range(500))
    + "}"
    + "enum Color {"
    + " ".join(f"COLOR_{i}" for i in range(500))
    + "}"
    + "type Query { wide: Wide i: I color(c: [Color!]): Int "
    + "".join(f"classes{i}: I " for i in range(1000))
    + "}"
)


def doubling(n: int) -> str:
    chain = " ".join(f"fragment F{i} on I {{ a {{ ...F{i + 1} }} b {{ ...F{i + 1} }} }}" for i in range(n))
    return f"{{ i {{ ...F0 }} }} {chain} fragment F{n} on I {{ id }}"


def ladder(types: int, depth: int, a: str = "a") -> str:
    """Abstract and concrete selections that meet anew at each level."""
    inner = "id"
    for level in range(depth):
        inner = f"{'a' if level % 2 else a} {{ {inner} }} " + " ".join(
            f"... on T{i} {{ a {{ f }} }}" for i in range(types)
        )
    return f"{{ i {{ {inner} }} }}"


HOSTILE: dict[str, Callable[[], str]] = {
    "the same field": lambda: "{ wide { " + "field0 " * 1900 + "} }",
    "the same field with arguments": lambda: "{ wide { " + "field0(first: 1) " * 320 + "} }",
    "the same object": lambda: "{ " + "i { id } " * 490 + "}",
    "deep": lambda: "{ i " + "{ a " * 90 + "{ id }" + " }" * 91,
    "too deep to parse": lambda: "{ i " + "{ a " * 500 + "{ id }" + " }" * 501,
    "doubling fragments": lambda: doubling(100),
    "ten doublings": lambda: doubling(9),
    "spread everywhere": lambda: "{ i { " + "...F " * 900 + "} } fragment F on I { id a { id } b { id } }",
    "many fragments side by side": lambda: "{ i { " + " ".join(f"...F{i}" for i in range(150)) + " } } "
        + " ".join(f"fragment F{i} on I {{ id a {{ id }} }}" for i in range(150)),
    "a long chain of fragments": lambda: "{ i { ...F0 } } " + " ".join(f"fragment F{i} on I {{ id ...F{i + 1} }}" for i in range(180))
        + " fragment F180 on I { id }",
    "a circle of fragments": lambda: "{ i { ...F0 } } " + " ".join(f"fragment F{i} on I {{ a {{ ...F{(i + 1) % 150} }} }}" for i in range(150)),
    "many operations, many fragments": lambda: " ".join(f"query Q{i} {{ i {{ ...F0 }} }}" for i in range(100))
        + " ".join(f" fragment F{i} on I {{ id ...F{i + 1} }}" for i in range(100)) + " fragment F100 on I { id }",
    "many operations with variables": lambda: " ".join(f"query Q{i}($v: Int) {{ i {{ ...F0 }} }}" for i in range(70))
        + " ".join(f" fragment F{i} on I {{ id ...F{i + 1} }}" for i in range(70)) + " fragment F70 on I { id }",
    "ladder": lambda: ladder(20, 8),
    "wide ladder": lambda: ladder(40, 4),
    "ladder of connections": lambda: ladder(8, 20, "nodes"),
    "deep connections": lambda: "{ i " + "{ a { nodes " * 11 + "{ id }" + " } }" * 11 + " }",
    "doubling connections": lambda: doubling(10).replace("{ a {", "{ nodes {"),
    "unknown fields": lambda: "{ wide { " + " ".join(f"feild{i}" for i in range(1900)) + " } }",
    "unknown root fields": lambda: "{ " + " ".join(f"clases{i}" for i in range(1900)) + " }",
    "unknown arguments": lambda: "{ wide { field0(" + " ".join(f"frist{i}: 1" for i in range(600)) + ") } }",
    "unknown input fields": lambda: "{ wide { field0(filter: {" + " ".join(f"feild{i}: 1" for i in range(600)) + "}) } }",
    "unknown enum values": lambda: "{ color(c: [" + " ".join(f"COLOUR_{i}" for i in range(1900)) + "]) }",
    "unknown types": lambda: "{ i { " + " ".join(f"... on Tt{i} {{ id }}" for i in range(320)) + " } }",
    "unknown variables": lambda: "{ color(c: [" + " ".join(f"$v{i}" for i in range(950)) + "]) }",
    "unused variables": lambda: "query (" + " ".join(f"$v{i}: Int" for i in range(480)) + ") { i { id } }",
    "unknown directives": lambda: "{ i { " + "id @no " * 640 + "} }",
    "one field with many directives": lambda: "{ i { id " + "@skip(if: true) " * 320 + "} }",
    "a large list": lambda: "{ color(c: [" + "COLOR_1 " * 1900 + "]) }",
    "a large object": lambda: "{ wide { field0(filter: {" + "field1: 1 " * 630 + "}) } }",
    "nested input": lambda: "{ wide { field0(filter: " + "{and: [" * 90 + "{field1: 1}" + "]}" * 90 + ") } }",
    "many aliases": lambda: "{ wide { " + " ".join(f"a{i}: field{i % 500}" for i in range(640)) + " } }",
    "inline fragments": lambda: "{ i " + "{ ... on I " * 90 + "{ id }" + " }" * 91,
    "one long string": lambda: '{ wide { field0(first: "' + "\\n" * 45_000 + '") } }',
    "introspection": lambda: get_introspection_query(),
}  # fmt: skip


def cost(text: str) -> float:
    """CPU seconds of all that is done to a document before its plan is made."""
    started = time.process_time()
    try:
        document = parse(text, max_tokens=Limits().tokens)
        operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
        check_document(document, operation, Limits())
    except (GraphQLError, ApiError):
        return time.process_time() - started
    validate(WIDE, document)
    return time.process_time() - started
