"""Roles and policies of a schema file: those of a document as directives, and back. Pure.

A claim is {_claim: "sub"} in a file, {"$claim": "sub"} in a document; no field begins with "_". Where no literal can
say what a policy says, its argument is {json: "..."}, as a document has it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql.error import GraphQLError

from py_api import json_text
from py_api.schema_file.vocabulary import POLICY_PARTS, VERBS, Document, Json, literal

_CLAIM, _WRITTEN_CLAIM, _JSON = "$claim", "_claim", "json"


def read(class_name: str, directive: str, arguments: Document, node: Any) -> Iterator[Document]:
    """The policies that one @allow or @restrict says, one for each verb."""
    about = {key: arguments[key] for key in ("role", "name") if arguments.get(key) is not None}
    verbs = [verb for verb in VERBS if arguments.get(verb) is not None]
    if not verbs:
        raise GraphQLError(f"@{directive} needs one of {', '.join(VERBS)}", node)
    for verb in verbs:
        said = arguments[verb]
        if isinstance(said, dict) and said.keys() == {_JSON}:
            said = _from_text(said[_JSON], node)
        else:
            said = _claims_read(said)
        if not isinstance(said, dict) or said.keys() - POLICY_PARTS:
            raise GraphQLError(f"{verb} of @{directive} is an object with some of {', '.join(POLICY_PARTS)}", node)
        yield about | {"class": class_name, "verb": verb} | said


def _from_text(text: Json, node: Any) -> Json:
    try:
        return json_text.loads(text)
    except (TypeError, ValueError) as error:
        raise GraphQLError(f"this is not valid JSON: {error}", node) from None


def refuse_twice(policies: Iterable[Document], nodes: Mapping[str, Any]) -> None:
    """nodes: of classes, by name."""
    seen: set[tuple[Json, ...]] = set()
    for policy in policies:
        key = tuple(policy.get(part) for part in ("role", "class", "verb", "name"))
        if key in seen:
            raise GraphQLError(
                f"{policy['verb']} of class {policy['class']} is given twice to "
                f"{policy.get('role', 'all roles')}: give each a name",
                nodes[policy["class"]],
            )
        seen.add(key)


def _claims_read(value: Json) -> Json:
    if isinstance(value, dict):
        if value.keys() == {_WRITTEN_CLAIM}:
            return {_CLAIM: value[_WRITTEN_CLAIM]}
        return {key: _claims_read(inner) for key, inner in value.items()}
    return [_claims_read(inner) for inner in value] if isinstance(value, list) else value


def _claims_written(value: Json) -> Json:
    if isinstance(value, dict):
        if value.keys() == {_CLAIM}:
            return {_WRITTEN_CLAIM: value[_CLAIM]}
        return {key: _claims_written(inner) for key, inner in value.items()}
    return [_claims_written(inner) for inner in value] if isinstance(value, list) else value


def written(policies: Iterable[Document]) -> Iterator[tuple[str, list[str]]]:
    """Each directive of a class: its name and its arguments. Policies of one role and name stand in one."""
    together: dict[tuple[Json, Json], dict[str, str]] = {}
    for policy in policies:
        said = {part: policy[part] for part in POLICY_PARTS if policy.get(part) is not None}
        shown = _claims_written(said)
        text = literal(shown) if _claims_read(shown) == said else None
        if text is None:
            text = f"{{{_JSON}: {literal(json_text.dumps(said))}}}"
        together.setdefault((policy.get("role"), policy.get("name")), {})[policy["verb"]] = text
    for (role, name), verbs in together.items():
        about = [f"{key}: {literal(value)}" for key, value in (("role", role), ("name", name)) if value is not None]
        shown_verbs = [f"{verb}: {verbs[verb]}" for verb in VERBS if verb in verbs]
        yield "restrict" if role is None else "allow", [*about, *shown_verbs]
