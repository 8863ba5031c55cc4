"""The input types of mutations of one class, and the keys that are unique."""

from collections.abc import Iterator
from dataclasses import replace

from py_api.catalog.model import Catalog, Class, Field, Unique
from py_api.schema import naming as n
from py_api.schema.class_fields import ClassFields, has_input_without, scalar_of
from py_api.schema.definitions import Definition, EnumValue, Input, Kind, class_definition, inputs
from py_api.schema.descriptions import about
from py_api.schema.literals import literal

# GraphQL has no input object without fields.
_NOTHING = Input("_", "Boolean", "The class has no fields yet: {} says all.")
_ID_OF_NEW = "Its id, where you choose it: a UUID that no thing has."
_ID_OF_EITHER = "Its id: of the one to change, or for the new one."


class MutationInputs:
    """Makes those of a catalog's classes."""

    def __init__(self, catalog: Catalog, fields: ClassFields) -> None:
        self.catalog = catalog
        self._fields = fields

    def create_input(self, cls: Class) -> Definition | None:
        if cls.abstract:
            return None
        fields = self._with_id(cls, _ID_OF_NEW, creating=True)
        return class_definition(Kind.INPUT, cls, n.CREATE_INPUT, f"A new {cls.name}.", inputs=fields)

    def inputs_without(self, cls: Class, field: Field) -> tuple[Definition, Definition]:
        """The inputs of things that are made inside the input of what they refer to: that gives the reference."""
        created = self.create_input(cls)
        assert created is not None
        name = n.without(cls.name, field.name)
        text = f"A new {cls.name}, made in the input of what its {field.name} is."
        fields = {key: field_input for key, field_input in created.inputs.items() if key != field.name}
        one = replace(created, name=name + n.CREATE_INPUT, description=text, inputs=fields)
        links = self.links_input(cls)
        create = links.inputs["create"]._replace(type=f"[{one.name}!]")
        return one, replace(links, name=name + n.LINKS_INPUT, inputs={**links.inputs, "create": create})

    def lacking(self, name: str) -> Definition | None:
        """One of these, by its name."""
        for suffix in (n.CREATE_INPUT, n.LINKS_INPUT):
            whole = name.removesuffix(suffix)
            place = whole.find(n.WITHOUT) if whole != name else -1
            while place > 0:
                if whole[:place] in self.catalog:
                    cls = self.catalog.named(whole[:place])
                    for field in cls.fields.values():
                        if has_input_without(cls, field) and n.without(cls.name, field.name) == whole:
                            return self.inputs_without(cls, field)[suffix == n.LINKS_INPUT]
                place = whole.find(n.WITHOUT, place + 1)
        return None

    def update_input(self, cls: Class) -> Definition:
        fields = self._inputs(cls, creating=False)
        text = f"What to change of a {cls.name}: what is absent stays, null takes a value away."
        return class_definition(Kind.INPUT, cls, n.UPDATE_INPUT, text, inputs=fields)

    def upsert_input(self, cls: Class) -> Definition | None:
        if cls.abstract:
            return None
        fields = self._with_id(cls, _ID_OF_EITHER, creating=False)
        text = f"A new {cls.name}, or what to change of the one of the same key: what it has already may be absent."
        return class_definition(Kind.INPUT, cls, n.UPSERT_INPUT, text, inputs=fields)

    def update_item(self, cls: Class) -> Definition:
        fields = [
            Input("id", "ID", "Which one; or by."),
            Input("by", cls.name + n.UNIQUE_INPUT, "Which one, by a key that is unique; or id."),
            Input("version", "Int", "The version that you have seen: VERSION_CONFLICT when there is another by now."),
            Input("input", f"{cls.name}{n.UPDATE_INPUT}!", "What to change of it."),
        ]
        text = f"One {cls.name}, and what to change of it."
        return class_definition(Kind.INPUT, cls, n.UPDATE_ITEM, text, inputs=inputs(fields))

    def _with_id(self, cls: Class, text: str, creating: bool) -> dict[str, Input]:
        own_id = [] if cls.mask else [Input("id", "ID", text, source=self._fields.system["id"])]
        fields = inputs([*own_id, *self._inputs(cls, creating).values()])
        if len(fields) > 1:
            fields.pop(_NOTHING.name, None)
        return fields

    def _inputs(self, cls: Class, creating: bool) -> dict[str, Input]:
        fields = [self._input(field, creating) for field in cls.named_fields.values() if field.computed is None]
        if cls.mask is not None:  # (what refers here is written by itself)
            written = cls.mask.written("create" if creating else "update")
            fields = [one._replace(type=one.type.rstrip("!")) for one in fields if one.source.own_name in written]
            return inputs(fields or [_NOTHING])
        return inputs([*fields, *self._inverse_inputs(cls)] or [_NOTHING])

    def _inverse_inputs(self, cls: Class) -> Iterator[Input]:
        for inverse in cls.inverses.values():
            text = f"Things of {inverse.class_name} whose {inverse.field} is this."
            class_name = n.without(inverse.class_name, inverse.field) if inverse.required else inverse.class_name
            yield Input(inverse.name, class_name + n.LINKS_INPUT, text, source=inverse)

    def _input(self, field: Field, creating: bool) -> Input:
        if field.is_many:
            kind = (field.target or "Node") + n.LINKS_INPUT
        elif field.is_reference:
            kind = (field.target or "Node") + n.LINK_INPUT
        else:
            kind = scalar_of(field)
        kind += "!" if creating and field.must_be_given else ""
        default = None
        if creating and field.shown_default is not None and not field.is_reference:
            default = literal(field.shown_default, enum="Enum" in field.type.scalar)
        deprecated = None if kind.endswith("!") else field.deprecated  # what must be given cannot be deprecated
        return Input(field.name, kind, about(field), default, deprecated, field, field)

    def _creates(self, cls: Class) -> bool:
        return not cls.abstract and cls.mask is None  # (a role of the tenant makes things one by one)

    def link_input(self, cls: Class) -> Definition:
        fields = [Input("connect", cls.name + n.UNIQUE_INPUT, "A thing that is there.", source="connect")]
        if self._creates(cls):
            fields.append(Input("create", cls.name + n.CREATE_INPUT, "A new one.", source="create"))
        fields.append(Input("disconnect", "Boolean", "To nothing any more.", source="disconnect"))
        return class_definition(
            Kind.INPUT, cls, n.LINK_INPUT, f"What a reference to a {cls.name} points to.", inputs=inputs(fields)
        )

    def links_input(self, cls: Class) -> Definition:
        several = f"[{cls.name}{n.UNIQUE_INPUT}!]"
        fields = [Input("connect", several, "Things that are there, as well.", source="connect")]
        if self._creates(cls):
            fields.append(Input("create", f"[{cls.name}{n.CREATE_INPUT}!]", "New ones, as well.", source="create"))
        fields += [
            Input("disconnect", several, "These no more.", source="disconnect"),
            Input("set", several, "Exactly these.", source="set"),
        ]
        return class_definition(Kind.INPUT, cls, n.LINKS_INPUT, inputs=inputs(fields))

    def unique(self, cls: Class) -> Definition | None:
        if cls.abstract:
            return None
        values = tuple(
            EnumValue(key, None if key == fields[0] else f"{', '.join(fields)} together")
            for key, fields in cls.unique_keys.items()
        )
        values += tuple(map(EnumValue, cls.former_keys))
        return class_definition(Kind.ENUM, cls, n.UNIQUE, "What an upsert goes by.", values=values)

    def unique_input(self, cls: Class) -> Definition:
        keys = [self.key_input(field) for name, field in self._fields.all(cls).items() if cls.is_key(name)]
        keys += map(self.key_input, cls.former_keys.values())
        keys += [self.combination_input(cls, unique) for unique in cls.combinations]
        text = f"One {cls.name}, by its id or another key that is unique."
        return class_definition(Kind.INPUT, cls, n.UNIQUE_INPUT, text, inputs=inputs(keys), one_of=True)

    def key_input(self, field: Field) -> Input:
        """A unique field as something to look for."""
        kind = "ID" if field.is_reference else scalar_of(field)
        return Input(field.name, kind, about(field), None, field.deprecated, field)

    def combination_input(self, cls: Class, unique: Unique) -> Input:
        return Input(unique.name, n.unique_name(cls, unique), f"{', '.join(unique.fields)} together.", source=unique)

    def combination(self, cls: Class, unique: Unique) -> Definition:
        keys = [self.key_input(cls.fields[name]) for name in unique.fields]
        keys = [
            key if cls.fields[key.name].aliases else key._replace(type=key.type + "!", deprecated=None) for key in keys
        ]
        keys += [self.key_input(former) for name in unique.fields for former in cls.fields[name].former]
        name = n.unique_name(cls, unique)
        text = f"Values of {', '.join(unique.fields)}, which are unique together."
        return Definition(Kind.INPUT, name, text, inputs=inputs(keys), class_id=cls.id)
