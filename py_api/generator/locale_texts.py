"""Texts of a country, made up by Faker, where a field's name or type says what it holds."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from py_api import config
from py_api.errors import Failure
from py_api.generator.values import Source, Values

POOL = 1_000  # texts of a field: making one takes a hundred times as long as drawing one
SHORTEST, LONGEST = 20, 160  # characters of what is made up of sentences, unless the field wants less
NUMBER = 11  # characters of what makes texts differ that must
# What Faker calls it, and the names of fields that hold it: the whole name, or how it ends.
FIELDS: Mapping[str, str] = {
    "first_name": "firstName givenName forename vorname prenom",
    "last_name": "lastName surname familyName nachname",
    "name": "fullName personName contactName contactPerson author customer employee manager recipient sender",
    "company": "company companyName firm firma employer organization organisation supplier vendor manufacturer maker "
               "brand publisher",
    "street_address": "street streetAddress addressLine strasse",
    "street_name": "streetName",
    "building_number": "houseNumber buildingNumber hausnummer",
    "address": "address adresse",
    "city": "city town ort stadt ville birthplace",
    "country": "country countryName",
    "postcode": "postcode postalCode zip zipCode plz",
    "administrative_unit": "province region county bundesland",
    "phone_number": "phone phoneNumber telephone telefon mobile fax",
    "job": "job jobTitle profession occupation beruf",
    "iban": "iban",
    "user_name": "userName login nickname",
    "ascii_safe_email": "email mail emailAddress",
    "sentence": "headline subject betreff",
    "text": "description comment text body notes note bio biography summary content remark message "
            "beschreibung kommentar",
}  # fmt: skip
# The same of a field `name`: by the class, or how its name ends.
CLASSES: Mapping[str, str] = {
    "name": "Person Customer User Employee Author Contact Member Patient Student Teacher Owner Guest Player Artist "
            "Actor Reader Seller Buyer Client Doctor Driver Manager Friend Kunde Mitarbeiter",
    "company": "Company Firm Supplier Vendor Manufacturer Maker Brand Publisher Organization Organisation Shop Store "
               "Employer Agency Bank Firma",
    "city": "City Town Ort Stadt",
    "country": "Country",
}  # fmt: skip
MANY = {"phone_number", "iban"}  # of which there are so many that they differ if they are drawn again
FEW = {"postcode", "building_number"}  # which are not themselves with a number behind
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def _by_words(names: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    return {_words(name): method for method, all_names in names.items() for name in all_names.split()}


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORDS.findall(name))


_FIELDS, _CLASSES = _by_words(FIELDS), _by_words(CLASSES)


def suggested(class_name: str, field: str, kind: str) -> str | None:
    """What Faker calls what a field holds, as far as its name or type says; None where it does not."""
    if kind == "email":
        return "ascii_safe_email"
    if kind != "text":
        return None
    if _words(field) == ("name",):
        return _ending(_CLASSES, class_name)
    return _ending(_FIELDS, field)


def _ending(names: Mapping[tuple[str, ...], str], name: str) -> str | None:
    words = _words(name)
    return next((names[words[first:]] for first in range(len(words)) if words[first:] in names), None)


class LocaleTexts:
    """Of one locale; the same for the same rng.

    Errors: Unavailable where Faker is not installed, Failure where it has no such locale.
    """

    def __init__(self, locale: str) -> None:
        config.package("faker", "faker")
        from faker import Faker
        from faker.config import AVAILABLE_LOCALES

        name = locale.replace("-", "_")
        if name not in AVAILABLE_LOCALES:
            language = name[:2]
            near = [known for known in sorted(AVAILABLE_LOCALES) if known.startswith(language)]
            raise Failure(f"there is no locale {locale}", f"Choose one like {', '.join(near or ('de_DE', 'en_US'))}.")
        self._fake = Faker(name, use_weighting=False)

    def values(self, source: Source, class_name: str, entry: Mapping[str, Any]) -> Values | None:
        """Of a field; None where its name does not say what it holds, or its rules say more than lengths."""
        rules = entry["rules"]
        method = suggested(class_name, entry["name"], entry["type"])
        given = rules.get("format") or ("email" if entry["type"] == "email" else None)
        if method is None or "pattern" in rules or "oneOf" in rules or (source.distinct and method in FEW):
            return None
        if given is not None and (given != "email" or method != "ascii_safe_email"):
            return None
        bounds = [rules.get("maxLength"), source.formats.get(given or "", (None, None))[1]]
        most = min((int(bound) for bound in bounds if bound is not None), default=None)
        return self._drawn(source, method, int(rules.get("minLength", 0)), most)

    def _drawn(self, source: Source, method: str, least: int, most: int | None) -> Values | None:
        make = self._maker(source.rng, method, most)
        if make is None:
            return None
        numbered = source.distinct and method not in MANY
        room = None if most is None else most - (NUMBER if numbered else 0)

        def some(n: int) -> list[str]:
            made = (make() for _ in range(n))
            return [text for text in made if least <= len(text) and (room is None or len(text) <= room)]

        pool = some(POOL)
        if not pool:
            return None
        rng = source.rng
        if not source.distinct:
            return Values(lambda n: rng.choices(pool, k=n))
        if not numbered:
            return Values(lambda n: (some(2 * n) or pool)[:n])
        return Values(lambda n: [_numbered(text, method, rng) for text in rng.choices(pool, k=n)])

    def _maker(self, rng: Random, method: str, most: int | None) -> Callable[[], str] | None:
        """Makes one text, in one line and without what COPY would read otherwise."""
        fake = self._fake
        fake.seed_instance(rng.getrandbits(64))
        made: Callable[[], Any] | None = getattr(fake, method, None)
        if made is None:
            return None
        if method == "text":
            size = max(SHORTEST, min(most or LONGEST, LONGEST))
            return lambda: _line(fake.text(max_nb_chars=size))
        if method == "sentence":
            return lambda: _line(fake.sentence(nb_words=5)).rstrip(".。")
        return lambda: _line(str(made()))


def _line(text: str) -> str:
    return ", ".join(text.replace("\\", "/").replace("\t", " ").splitlines())


def _numbered(text: str, method: str, rng: Random) -> str:
    number = rng.getrandbits(33)
    if method == "ascii_safe_email":
        local, _, domain = text.partition("@")
        return f"{local}{number}@{domain}"
    return f"{text}{number}" if method == "user_name" else f"{text} {number}"
