"""Random schema changes, with rows written in between: every earlier version can be gone back to, and then document, checksum and
the values of every row of that time are as they were. Nothing may fail with an error that is not one of ours, and nothing may drift.
Of every version the catalog is known, and the difference of any two is the one between their catalogs.

Seeds are fixed, so a failure can be repeated: THINGBASE_SEED=7 runs that one alone, --hypothesis-profile=explore
runs more of them."""

import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.support.examples import examples
from tests.support.walks import Connection, Json, Tenant, value

pytestmark = pytest.mark.once

# What a rollback may be refused with, for the sake of rows written since: they convert back to nothing, are not unique, or (TB034) refer to
# things of a class that was not there.
REFUSALS = {"TB032", "TB033"}


@pytest.fixture
def make(db: Connection) -> Iterator[Callable[[], Tenant]]:
    made = []

    def make() -> Tenant:
        made.append(f"r{uuid4().hex[:12]}")
        db.execute("select thing.create_tenant(%s)", (made[-1],))
        return Tenant(db, made[-1])

    yield make
    for slug in made:
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


def seeds() -> Iterator[int]:
    if "THINGBASE_SEED" in os.environ:
        yield int(os.environ["THINGBASE_SEED"])
        return
    yield from range(1, examples(12) + 1)


def test_every_earlier_version_comes_back(make: Callable[[], Tenant]) -> None:
    back = 0
    for seed in seeds():
        back += to_and_fro(make(), random.Random(seed), f"seed {seed}")
    assert back > 3


def differences(earlier: Json, later: Json) -> Counter[tuple[str, ...]]:
    """What two catalogs say, by ids, of the kinds of changes that they can tell from one another."""
    found: Counter[tuple[str, ...]] = Counter()
    old, new = ({c["id"]: c for c in catalog["classes"]} for catalog in (earlier, later))
    for each_id, cls in {**old, **new}.items():
        if each_id not in new:
            found["CLASS_DROPPED", cls["name"]] += 1
        elif each_id not in old:
            found["CLASS_ADDED", cls["name"]] += 1
        else:
            if old[each_id]["name"] != cls["name"]:
                found["CLASS_RENAMED", old[each_id]["name"], cls["name"]] += 1
            had, has = ({f["id"]: f for f in c["fields"] if "inheritedFrom" not in f} for c in (old[each_id], cls))
            for each, field in {**had, **has}.items():
                if each not in has:
                    found["FIELD_DROPPED", cls["name"], field["name"]] += 1
                elif each not in had:
                    found["FIELD_ADDED", cls["name"], field["name"]] += 1
                else:
                    if had[each]["name"] != field["name"]:
                        found["FIELD_RENAMED", cls["name"], had[each]["name"], field["name"]] += 1
                    if had[each]["type"] != field["type"]:
                        found["FIELD_TYPE_CHANGED", cls["name"], field["name"], had[each]["type"], field["type"]] += 1
    return found


def told(tenant: Tenant, earlier: int, later: int) -> Counter[tuple[str, ...]]:
    """The same, as the difference of the versions says it."""
    diff = value(tenant.db, "select thing.schema_diff(%s, %s, %s)", tenant.slug, earlier, later)
    keys = {"FIELD_TYPE_CHANGED": ("class", "field", "from", "to"), "CLASS_RENAMED": ("class", "to")}
    keys |= {"CLASS_ADDED": ("class",), "CLASS_DROPPED": ("class",), "FIELD_RENAMED": ("class", "field", "to")}
    keys |= {"FIELD_ADDED": ("class", "field"), "FIELD_DROPPED": ("class", "field")}
    return Counter(
        (c["kind"], *(c[key] for key in keys[c["kind"]]))
        for c in diff["changes"]
        if c["kind"] in keys and not (c["kind"] == "FIELD_TYPE_CHANGED" and c["from"] == c["to"])
    )


def remembered(tenant: Tenant, catalogs: dict[int, Json], r: random.Random, where: str) -> None:
    for version, catalog in catalogs.items():
        assert tenant.catalog(version) == catalog, f"{where}: catalog of version {version}"
    for _ in range(40):
        earlier, later = sorted(r.choices(list(catalogs), k=2))
        assert told(tenant, earlier, later) == differences(catalogs[earlier], catalogs[later]), (
            f"{where}: from version {earlier} to {later}"
        )


def to_and_fro(tenant: Tenant, r: random.Random, where: str) -> int:
    seen = {0: tenant.state()}
    catalogs = {0: tenant.catalog()}
    for _ in range(30):
        operations = [tenant.operation(r) for _ in range(r.choice([1, 1, 1, 2, 4]))]
        if tenant.call("migrate", json.dumps(operations)) is None:
            tenant.write(r)
            version = value(tenant.db, "select thing.schema_version(%s)", tenant.slug)
            seen[version] = tenant.state()
            catalogs[version] = tenant.catalog()
    tenant.sound()
    back = 0
    for version in sorted(seen, key=lambda _: r.random()) if r.random() < 0.5 else sorted(seen, reverse=True):
        if (refusal := tenant.call("rollback", version)) is not None:
            forgiven = refusal.sqlstate in REFUSALS or "still refers to things" in str(refusal)
            assert forgiven, f"{where}: back to version {version}: {refusal}"
            continue
        document, checksum, values = tenant.state()
        assert document == seen[version][0], f"{where}: document of version {version}"
        assert checksum == seen[version][1], f"{where}: checksum of version {version}"
        lost = {k: (v, values.get(k, "gone")) for k, v in seen[version][2].items() if values.get(k, "gone") != v}
        assert lost == {}, f"{where}: values of version {version}"
        tenant.sound()
        latest = tenant.catalog()
        catalogs[latest["version"]] = latest
        back += 1
    remembered(tenant, catalogs, r, where)
    return back
