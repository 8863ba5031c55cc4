"""The text of a class's types as templates that names are put into: most of it is the same for all classes.

Types of classes are made of names, kinds and descriptions: the class's and its fields'. Their texts are written once
for an imaginary class and imaginary fields, whose names are characters that no name has, and become templates: one for
each kind of class and each form of field.
"""

from collections.abc import Callable, Container, Iterable, Mapping

from py_api.catalog.index import Head
from py_api.catalog.model import Catalog, Class, Field, Inverse
from py_api.schema import naming as n
from py_api.schema.class_fields import has_input_without
from py_api.schema.complete_schema import CompleteSchema
from py_api.schema.descriptions import about, about_class, about_enum
from py_api.schema.literals import literal
from py_api.schema.template import (
    ANCESTORS,
    AT_ABOUT,
    AT_ANCESTORS,
    AT_CAPITAL_FIELD,
    AT_CAPITAL_PLURAL,
    AT_CAPITAL_SINGULAR,
    AT_CAPITAL_VIA,
    AT_CLASS,
    AT_DEFAULT,
    AT_ENUM,
    AT_FIELD,
    AT_PLURAL,
    AT_REASON,
    AT_SINGULAR,
    AT_TARGET,
    AT_VIA,
    INTERFACE,
    TARGET,
    ClassForm,
    ClassTemplate,
    FieldForm,
    Template,
    interleaved,
)
from py_api.schema.template_maker import TemplateMaker, TypeTexts


def is_covered(catalog: Catalog, cls: Class) -> bool:
    """Does a template write the class's own type? An interface's depends on all that implements it."""
    return not catalog.is_interface(cls) and len(_ancestors(catalog, cls)) <= len(ANCESTORS)


def _ancestors(catalog: Catalog, cls: Class) -> list[Head]:
    return list(catalog.ancestors(cls.id)) if cls.extends is not None else []


class TypeTemplates:
    """The templates of one selection of __Type. types: makes its writer, for another schema. All entries are there.

    strings, literals: texts and GraphQL literals -> JSON.
    """

    def __init__(
        self,
        whole: CompleteSchema,
        types: Callable[[CompleteSchema], TypeTexts],
        strings: Mapping[str | None, str],
        literals: Mapping[str | None, str],
    ) -> None:
        self._whole = whole
        self._catalog = whole.catalog
        self._maker = TemplateMaker(whole, types)
        self._strings = strings
        self._literals = literals
        self._classes: dict[ClassForm, ClassTemplate] = {}
        self._members: dict[FieldForm | tuple[bool, bool], Template] = {}  # (of inverses: as of_inverse)
        self._enums: dict[tuple[str, ...], Template] = {}

    def texts(self, cls: Class) -> list[bytes]:
        """The types of a class (its own if is_covered); then for each root type and each selection of its fields, what
        the class adds."""
        catalog = self._catalog
        heads = _ancestors(catalog, cls)
        ancestors = heads if is_covered(catalog, cls) else None
        form = ClassForm(
            catalog.is_interface(cls),
            cls.abstract,
            cls.deprecated is not None,
            bool(cls.inverses) or any(field.computed is None for field in cls.fields.values()),
            len(ancestors) if ancestors is not None else None,
            cls.rollup is not None,
        )
        template = self._classes.get(form)
        if template is None:
            template = self._classes[form] = self._maker.of_class(form)
        values = [
            (AT_CLASS, cls.name.encode()),
            (AT_SINGULAR, cls.singular.encode()),
            (AT_PLURAL, cls.plural.encode()),
            (AT_CAPITAL_SINGULAR, n.capital(cls.singular).encode()),
            (AT_CAPITAL_PLURAL, n.capital(cls.plural).encode()),
            (AT_ABOUT, self._strings[about_class(cls)].encode()),
        ]
        values += [(place, head.name.encode()) for place, head in zip(AT_ANCESTORS, ancestors or (), strict=False)]
        if cls.deprecated is not None:
            values.append((AT_REASON, self._strings[cls.deprecated].encode()))
        pieces = template.types.filled(values)
        texts = [self._field(field, cls.is_key(f) or f in cls.former_keys) for f, field in cls.named_fields.items()]
        above = {cls.id, *(head.id for head in heads)}
        texts += [self._inverse(inverse, above) for inverse in cls.inverses.values()]
        texts += [self._maker.key(cls, unique) for unique in cls.combinations]
        members = self._columns(cls, texts)
        lists = [members[column][1:] if first else members[column] for column, first in template.columns]
        end = len(lists) + 1
        more = []
        for field, suffixes in self._whole.api.classes.enums.of_class(cls):
            more.append(self._enum(field, suffixes))
        for number, field in enumerate(cls.named_fields.values()):
            if self._whole.writes and has_input_without(cls, field):
                more.append(self._inputs_without(cls, field, [*texts[:number], *texts[number + 1 :]]))
        more += [self._maker.combination(cls, unique) for unique in cls.combinations]
        return [b",".join([interleaved(pieces[:end], lists), *more]), *pieces[end:]]

    # --- members ------------------------------------------------------------------------------------------------

    def _columns(self, cls: Class, members: list[list[bytes]]) -> list[bytes]:
        """What goes into each list of members, those of UNIQUE and _BY_MEMBER in turn; with a comma before each."""
        keys = cls.unique_keys.items()
        texts = [(key, None if key == names[0] else f"{', '.join(names)} together") for key, names in keys]
        texts += [(key, None) for key in cls.former_keys]
        return [*self._values(texts), *map(b"".join, zip(self._maker.nothing, *members, strict=True))]

    def _field(self, field: Field, unique: bool) -> list[bytes]:
        target = None
        if field.target_id is not None:
            target = INTERFACE if self._catalog.is_interface(self._catalog.entries[field.target_id]) else TARGET
        form = FieldForm(
            field.type.name,
            target,
            field.searchable,
            field.column is not None,
            field.computed is not None,
            field.non_null,
            field.required and field.has_one_name,
            unique,
            field.shown_default is not None,
            field.deprecated is not None,
            field.target is not None and field.target == field.defined_in,
        )
        template = self._members.get(form)
        if template is None:
            template = self._members[form] = self._maker.of_field(field, form)
        values = [(AT_FIELD, field.name.encode()), (AT_ABOUT, self._strings[about(field)].encode())]
        is_enum = "Enum" in field.type.scalar
        if target is not None:
            values.append((AT_TARGET, (field.target or "").encode()))
        if is_enum:
            values.append((AT_ENUM, n.enum_name(field).encode()))
        if form.has_default and not field.is_reference:
            values.append((AT_DEFAULT, self._literals[literal(field.shown_default, is_enum)].encode()))
        if form.deprecated:
            values.append((AT_REASON, self._strings[field.deprecated].encode()))
        return template.filled(values)

    def _inverse(self, inverse: Inverse, above: Container[int]) -> list[bytes]:
        """above: the class and its ancestors."""
        of_one = self._whole.api.classes.objects.is_of_one(inverse)
        form = (inverse.required, inverse.class_id in above and of_one)
        template = self._members.get(form)
        if template is None:
            template = self._members[form] = self._maker.of_inverse(*form)
        names = (
            (AT_FIELD, inverse.name),
            (AT_TARGET, inverse.class_name),
            (AT_VIA, inverse.field),
            (AT_CAPITAL_VIA, n.capital(inverse.field)),
        )
        return template.filled((place, name.encode()) for place, name in names)

    def _values(self, values: Iterable[tuple[str, str | None]]) -> list[bytes]:
        """Of an enum, for each list of them; with a comma before each. values: names and descriptions."""
        filled, strings = self._maker.value.filled, self._strings
        rows = [filled(((AT_FIELD, k.encode()), (AT_ABOUT, strings[text].encode()))) for k, text in values]
        return [b"".join(column) for column in zip(*rows, strict=True)] if rows else self._maker.no_values

    def _enum(self, field: Field, suffixes: tuple[str, ...]) -> bytes:
        """Types that come with an enum."""
        template = self._enums.get(suffixes)
        if template is None:
            template = self._enums[suffixes] = self._maker.of_enum(field, suffixes)
        text = self._strings[about_enum(field)].encode()
        pieces = template.filled(((AT_ENUM, n.enum_name(field).encode()), (AT_ABOUT, text)))
        if "" not in suffixes:
            return pieces[0]
        values = self._values((value, None) for value in field.params.get("values", ()))
        return interleaved(pieces, [column[1:] for column in values])

    def _inputs_without(self, cls: Class, field: Field, others: list[list[bytes]]) -> bytes:
        """The inputs of a class that lack a reference. others: the members of the class but for it."""
        names = ((AT_CLASS, cls.name), (AT_FIELD, field.name), (AT_CAPITAL_FIELD, n.capital(field.name)))
        pieces = self._maker.without.filled((place, name.encode()) for place, name in names)
        created = [texts[self._maker.of_create_input] for texts in (self._maker.nothing, *others)]
        return interleaved(pieces, [*map(b"".join, zip(*created, strict=True))])
