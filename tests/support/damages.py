"""Kinds of damage to a tenant, as data: what a superuser, a restore or an accident does, and what thing.check must call it.

In SQL, {s} is the tenant's schema, {r} its role, {t} its slug. A damage with several statements has them behind one another.
"""

from dataclasses import dataclass
from typing import Any, Literal

import psycopg

AT_ONCE = 8  # damages in a group
# Kinds of which the first is not told of beside the others, or that are of the same object.
APART = {
    "changed trigger": {"missing trigger", "changed function", "missing function"},
    "changed index": {"missing index"},
    "changed constraint": {"missing constraint"},
    "changed column": {"missing column"},
    "changed cache": {"missing version", "changed version", "changed column", "missing table"},
    "changed version": {"missing version"},
    "orphaned link": {"orphaned instance"},
    "changed checksum": {"lost version"},
}
Remedy = Literal["repair", "foreign", "told"]


@dataclass(frozen=True, slots=True)
class Damage:
    name: str
    sql: str
    kind: str
    remedy: Remedy = "repair"
    rows: bool = False  # found by the check of rows only
    alone: bool = False  # what else is damaged would be in its way

    @property
    def kinds(self) -> set[str]:
        return set(self.kind.split(", "))


class Group:
    """Damages that are done, found and mended together: each of other kinds, so that each is seen to be found."""

    def __init__(self, first: Damage) -> None:
        self.damages = [first]
        self.rows, self.told = first.rows, first.remedy == "told"

    def takes(self, damage: Damage) -> bool:
        same = damage.rows == self.rows and (damage.remedy == "told") == self.told and len(self.damages) < AT_ONCE
        return same and not (damage.alone or self.damages[0].alone) and not self._hides(damage.kinds)

    def _hides(self, kinds: set[str]) -> bool:
        apart = [APART.get(kind, set()) for kind in kinds] + [
            {kind} for kind in self.kinds if APART.get(kind, set()) & kinds
        ]
        return not self.kinds.isdisjoint(kinds.union(*apart))

    @property
    def kinds(self) -> set[str]:
        return set().union(*(damage.kinds for damage in self.damages))

    @property
    def foreign(self) -> bool:
        return self.told or any(damage.remedy == "foreign" for damage in self.damages)

    @property
    def sql(self) -> list[str]:
        return [damage.sql for damage in self.damages]

    @property
    def names(self) -> str:
        return "; ".join(damage.name for damage in self.damages)


CLASSES = """
select thing.create_class('{t}', 'Tag', '[{{"name": "name", "type": "text", "required": true, "unique": true, "searchable": true}}]');
select thing.create_class('{t}', 'Pet', '[{{"name": "nick", "type": "text", "default": "x"}}]');
select thing.create_class('{t}', 'Dog', '[{{"name": "legs", "type": "integer", "default": 4}}]', extends => 'Pet');
select thing.create_class('{t}', 'Product', '[{{"name": "a", "type": "text", "indexed": true, "rules": {{"maxLength": 10}}}},
    {{"name": "b", "type": "text"}}, {{"name": "price", "type": "decimal", "params": {{"precision": 10, "scale": 2}}, "default": "1.5"}},
    {{"name": "day", "type": "date", "default": "today"}}, {{"name": "tag", "type": "reference", "target": "Tag"}},
    {{"name": "pet", "type": "reference", "target": "Pet"}}, {{"name": "tags", "type": "references", "target": "Tag"}},
    {{"name": "k", "type": "select", "params": {{"values": ["A", "B"]}}, "default": "A"}}, {{"name": "j", "type": "json", "indexed": true}}]');
select thing.add_unique('{t}', 'Product', 'ab', array['a', 'b']);
select thing.create_class('{t}', 'Old', '[{{"name": "x", "type": "text"}}]');
select thing.drop_class('{t}', 'Old');
insert into {s}.tc_tag (name) values ('one'), ('two');
insert into {s}.tc_dog (nick) values ('rex');
insert into {s}.tc_product (a, b, tag, pet) select 'a', 'b', (select min(id::text)::uuid from {s}.tc_tag), (select id from {s}.tc_dog);
insert into {s}.tj_4_tags select p.id, t.id from {s}.tc_product p, {s}.tc_tag t;
select thing.migrate('{t}', '[{{"op": "create_rollup", "name": "LegCount", "class": "Dog", "groupBy": ["legs"]}}]');
"""
PAST = "set local session_replication_role = replica; {}; set local session_replication_role = origin"

DAMAGES = (
    Damage(
        "stamp triggers missing, as after a restore",
        "drop trigger stamp on {s}.tc_tag; drop trigger stamp on {s}.tc_dog; drop trigger stamp on {s}.tc_product",
        "missing trigger",
    ),
    Damage("validate trigger dropped", "drop trigger validate on {s}.tc_product", "missing trigger"),
    Damage("log trigger dropped", "drop trigger log_update on {s}.tc_tag", "missing trigger"),
    Damage("link trigger dropped", "drop trigger link on {s}.tj_4_tags", "missing trigger"),
    Damage("refer trigger dropped", "drop trigger refer_insert on {s}.tc_product", "missing trigger"),
    Damage("truncate allowed", "drop trigger refuse_truncate on {s}.tc_tag", "missing trigger"),
    Damage("trigger disabled", "alter table {s}.tc_tag disable trigger log_insert", "disabled trigger"),
    Damage("trigger for replicas only", "alter table {s}.tc_tag enable replica trigger stamp", "disabled trigger"),
    Damage(
        "all triggers disabled, foreign keys too", "alter table {s}.tc_product disable trigger all", "disabled trigger"
    ),
    Damage("trigger on a join table disabled", "alter table {s}.tj_4_tags disable trigger unlink", "disabled trigger"),
    Damage(
        "validate judges nothing",
        "create or replace trigger validate before insert or update on {s}.tc_product for each row when (false) execute function thing.raise_violations('4')",
        "changed trigger",
    ),
    Damage(
        "log trigger calls another function",
        "create or replace trigger log_insert after insert on {s}.tc_tag referencing new table as new_rows for each statement execute function {s}.log_insert('2')",
        "changed trigger",
    ),
    Damage(
        "hash of the triggers edited",
        "update {s}.thing_classes set triggers_hash = 'x' where name = 'Tag'",
        "changed trigger",
    ),
    Damage(
        "trigger renamed",
        "alter trigger stamp on {s}.tc_tag rename to my_stamp",
        "missing trigger, unknown trigger",
        "foreign",
    ),
    Damage(
        "trigger of somebody's",
        "create trigger mine before update on {s}.tc_tag for each row execute function suppress_redundant_updates_trigger()",
        "unknown trigger",
        "foreign",
    ),
    Damage(
        "trigger on the log",
        "create trigger mine before update on {s}.change_log for each row execute function suppress_redundant_updates_trigger()",
        "unknown trigger",
        "foreign",
    ),
    Damage(
        "trigger function replaced",
        "create or replace function {s}.stamp() returns trigger language plpgsql as 'begin return new; end'",
        "changed function",
    ),
    Damage("trigger function no definer", "alter function {s}.log_insert() security invoker", "changed function"),
    Damage("trigger function without its search_path", "alter function {s}.link() reset all", "changed function"),
    Damage("trigger function gone", "drop function {s}.log_delete() cascade", "missing function, missing trigger"),
    Damage("trigger function of another owner", "alter function {s}.stamp() owner to postgres", "changed owner"),
    Damage("trigger function open to all", "grant execute on function {s}.log_insert() to public", "unknown grant"),
    Damage(
        "function of somebody's",
        "create function {s}.mine() returns integer language sql as 'select 1'",
        "unknown function",
        "foreign",
    ),
    Damage("SELECT revoked", "revoke select on {s}.tc_tag from {r}", "missing grant"),
    Damage("INSERT of a column revoked", "revoke insert (name) on {s}.tc_tag from {r}", "missing grant"),
    Damage("grants of a join table revoked", "revoke all on {s}.tj_4_tags from {r}", "missing grant"),
    Damage("thing_instances cannot be read", "revoke select on {s}.thing_instances from {r}", "missing grant"),
    Damage("system columns may be written", "grant update on {s}.tc_tag to {r}", "unknown grant"),
    Damage("system column may be inserted", "grant insert (version) on {s}.tc_tag to {r}", "unknown grant"),
    Damage("table open to all", "grant select on {s}.tc_tag to public", "unknown grant"),
    Damage("the log may be written", "grant insert on {s}.change_log to {r}", "unknown grant"),
    Damage("sequence may be set", "grant update on sequence {s}.change_log_seq_seq to {r}", "unknown grant"),
    Damage("privilege may be granted on", "grant select on {s}.tc_tag to {r} with grant option", "unknown grant"),
    Damage("truncate granted", "grant truncate on {s}.tc_product to {r}", "unknown grant"),
    Damage("dropped class can be read", "grant select on {s}.tc_old to {r}", "unknown grant"),
    Damage("schema may be created in", "grant create on schema {s} to {r}", "unknown grant"),
    Damage("schema open to all", "grant usage on schema {s} to public", "unknown grant"),
    Damage("schema closed", "revoke usage on schema {s} from {r}", "missing grant"),
    Damage(
        "defaults grant to all",
        "alter default privileges for role thing_owner in schema {s} grant select on tables to public",
        "default grant",
    ),
    Damage("owner of a table", "alter table {s}.tc_tag owner to postgres", "changed owner"),
    Damage("owner of a metadata table", "alter table {s}.schema_versions owner to postgres", "changed owner"),
    Damage("owner of the schema", "alter schema {s} owner to postgres", "changed owner", alone=True),
    Damage("role cannot log in", "alter role {r} nologin", "changed role"),
    Damage(
        "suspended, but the role can log in",
        "update thing.tenants set suspended_at = now() where slug = '{t}'",
        "changed role",
        alone=True,
    ),
    Damage("superuser", "alter role {r} superuser", "changed role", alone=True),
    Damage("createrole", "alter role {r} createrole", "changed role"),
    Damage("bypassrls", "alter role {r} bypassrls", "changed role"),
    Damage("password expired", "alter role {r} valid until '2001-01-01'", "changed role"),
    Damage("noinherit", "alter role {r} noinherit", "changed role"),
    Damage(
        "search_path of the role",
        "do $$ begin execute format('alter role %I in database %I set search_path = public', '{r}', current_database()); end $$",
        "role setting",
    ),
    Damage("limit lifted", "alter role {r} set statement_timeout = 0", "role setting"),
    Damage(
        "limit gone",
        "do $$ begin execute format('alter role %I in database %I reset lock_timeout', '{r}', current_database()); end $$",
        "role setting",
    ),
    Damage("a role that becomes another", "alter role {r} set role = 'thing_tenant'", "role setting"),
    Damage("connections without limit", "alter role {r} connection limit -1", "role setting"),
    Damage(
        "no member of the tenants",
        "set local role thing_owner; revoke thing_tenant from {r}; reset role",
        "missing membership",
    ),
    Damage("member of the administrators", "grant thing_admin to {r}", "unknown membership"),
    Damage("writes all data", "grant pg_write_all_data to {r}", "unknown membership", alone=True),
    Damage("another role is a member of the tenant's", "create role {r}_x; grant {r} to {r}_x", "unknown membership"),
    Damage("row security on", "alter table {s}.tc_tag enable row level security", "changed table"),
    Damage("row security forced", "alter table {s}.thing_classes force row level security", "changed table"),
    Damage("policy", "create policy mine on {s}.tc_tag using (true)", "unknown policy", "foreign"),
    Damage("rule", "create rule mine as on insert to {s}.tc_tag do instead nothing", "unknown rule", "foreign"),
    Damage("unlogged", "alter table {s}.tj_4_tags set unlogged", "changed table"),
    Damage("unlogged log", "alter table {s}.change_log set unlogged", "changed table"),
    Damage("no replica identity", "alter table {s}.tc_tag replica identity nothing", "changed table"),
    Damage("table inherits from ours", "create table public.child () inherits ({s}.tc_tag)", "changed table"),
    Damage("default of a system column dropped", "alter table {s}.tc_tag alter version drop default", "changed column"),
    Damage("default of the id", "alter table {s}.tc_tag alter id set default gen_random_uuid()", "changed column"),
    Damage(
        "NOT NULL of a system column dropped", "alter table {s}.tc_tag alter created_by drop not null", "changed column"
    ),
    Damage(
        "type of a system column",
        "drop trigger stamp on {s}.tc_old; alter table {s}.tc_old alter version type bigint",
        "changed column",
    ),
    Damage(
        "type of a field's column",
        "drop trigger stamp on {s}.tc_dog; alter table {s}.tc_dog alter legs type bigint",
        "changed column, missing trigger",
    ),
    Damage(
        "default in a join table",
        "alter table {s}.tj_4_tags alter target_id set default gen_random_uuid()",
        "changed column",
    ),
    Damage("collation", 'alter table {s}.idempotency_keys alter fingerprint type text collate "C"', "changed column"),
    Damage("default of a field", "alter table {s}.tc_dog alter legs set default 5", "changed column"),
    Damage(
        "default of a field is a function",
        "alter table {s}.tc_dog alter nick set default pg_catalog.version()",
        "changed column",
    ),
    Damage("default of a field dropped", "alter table {s}.tc_product alter price drop default", "changed column"),
    Damage("default where none is wanted", "alter table {s}.tc_product alter b set default 'x'", "changed column"),
    Damage("identity by default", "alter table {s}.change_log alter seq set generated by default", "changed column"),
    Damage("identity gone", "alter table {s}.thing_jobs alter id drop identity", "changed column"),
    Damage("NOT NULL of a required field", "alter table {s}.tc_tag alter name drop not null", "changed column"),
    Damage("NOT NULL where none is wanted", "alter table {s}.tc_product alter b set not null", "changed column"),
    Damage("column of a field gone", "alter table {s}.tc_dog drop legs cascade", "missing column, missing trigger"),
    Damage("column of the metadata gone", "alter table {s}.thing_jobs drop progress", "missing column"),
    Damage("column of somebody's", "alter table {s}.tc_tag add stray text", "unknown column", "foreign"),
    Damage("column of somebody's in the log", "alter table {s}.change_log add stray text", "unknown column", "foreign"),
    Damage("unique gone", "alter table {s}.tc_tag drop constraint tu_1_name", "missing constraint"),
    Damage(
        "unique of the right name on another column",
        "alter table {s}.tc_tag drop constraint tu_1_name; alter table {s}.tc_tag add constraint tu_1_name unique (version, id)",
        "changed constraint",
    ),
    Damage(
        "unique deferrable",
        "alter table {s}.tc_tag drop constraint tu_1_name; alter table {s}.tc_tag add constraint tu_1_name unique (name) deferrable",
        "changed constraint",
    ),
    Damage(
        "combination in another order",
        "do $$ begin execute (select format('alter table {s}.tc_product drop constraint %1$I; alter table {s}.tc_product add constraint %1$I unique (b, a)', conname) from pg_constraint where conrelid = '{s}.tc_product'::regclass and conname ~ '^tm_'); end $$",
        "changed constraint",
    ),
    Damage("foreign key gone", "alter table {s}.tc_product drop constraint tf_4_tag", "missing constraint"),
    Damage(
        "foreign key with another action",
        "alter table {s}.tc_product drop constraint tf_4_tag; alter table {s}.tc_product add constraint tf_4_tag foreign key (tag) references {s}.tc_tag (id) on delete cascade",
        "changed constraint",
    ),
    Damage(
        "foreign key to another table",
        "alter table {s}.tc_product drop constraint tf_4_tag; alter table {s}.tc_product add constraint tf_4_tag foreign key (tag) references {s}.thing_instances (id) deferrable initially deferred",
        "changed constraint",
    ),
    Damage(
        "foreign key not valid",
        "alter table {s}.tc_product drop constraint tf_4_tag; alter table {s}.tc_product add constraint tf_4_tag foreign key (tag) references {s}.tc_tag (id) on delete set null not valid",
        "changed constraint",
    ),
    Damage(
        "foreign key of a join table gone",
        "alter table {s}.tj_4_tags drop constraint tj_4_tags_s",
        "missing constraint",
    ),
    Damage("primary key gone", "alter table {s}.tj_4_tags drop constraint tj_4_tags_pkey", "missing constraint"),
    Damage(
        "CHECK of the metadata gone",
        "alter table {s}.change_log drop constraint change_log_operation_check",
        "missing constraint",
    ),
    Damage(
        "CHECK of the metadata not what it was",
        "alter table {s}.thing_jobs drop constraint thing_jobs_state_check; alter table {s}.thing_jobs add constraint thing_jobs_state_check check (true)",
        "changed constraint",
    ),
    Damage(
        "CHECK of somebody's",
        "alter table {s}.tc_tag add constraint mine check (length(name) < 100)",
        "unknown constraint",
        "foreign",
    ),
    Damage(
        "unique of somebody's",
        "alter table {s}.tc_product add constraint mine_too unique (b)",
        "unknown constraint",
        "foreign",
    ),
    Damage("index gone", "drop index {s}.ti_4_a", "missing index"),
    Damage(
        "index of the right name on another column",
        "drop index {s}.ti_4_a; create index ti_4_a on {s}.tc_product (b)",
        "changed index",
    ),
    Damage(
        "index of another kind",
        "drop index {s}.ti_4_j; create index ti_4_j on {s}.tc_product using gin (j)",
        "changed index",
    ),
    Damage(
        "index over some rows",
        "drop index {s}.ti_4_a; create index ti_4_a on {s}.tc_product (a) where b is null",
        "changed index",
    ),
    Damage("search index gone", "drop index {s}.ts_1_name", "missing index"),
    Damage("index of a join table gone", "drop index {s}.tj_4_tags_idx", "missing index"),
    Damage("index of the metadata gone", "drop index {s}.change_log_xid_idx", "missing index"),
    Damage(
        "index of the metadata on another column",
        "drop index {s}.thing_classes_name_key; create unique index thing_classes_name_key on {s}.thing_classes (id)",
        "changed index",
    ),
    Damage("index of somebody's", "create index mine on {s}.tc_product (b)", "unknown index", "foreign"),
    Damage("unique index of somebody's", "create unique index mine on {s}.tc_dog (legs)", "unknown index", "foreign"),
    Damage("table of jobs gone", "drop table {s}.thing_jobs", "missing table"),
    Damage("table of keys gone", "drop table {s}.idempotency_keys", "missing table", alone=True),
    Damage(
        "table of a class gone",
        "delete from {s}.tj_4_tags; drop table {s}.tc_product cascade",
        "missing table, missing constraint",
        alone=True,
    ),
    Damage("join table gone", "drop table {s}.tj_4_tags", "missing table"),
    Damage("table of somebody's", "create table {s}.mine ()", "unknown table", "foreign"),
    Damage("table named like ours", "create table {s}.tc_stray ()", "unknown table", "foreign"),
    Damage("view of somebody's", "create view {s}.mine as select 1 as one", "unknown table", "foreign"),
    Damage("sequence of somebody's", "create sequence {s}.mine", "unknown table", "foreign"),
    Damage(
        "event trigger",
        "create function public.evt() returns event_trigger language plpgsql as 'begin end'; create event trigger mine on ddl_command_end execute function public.evt()",
        "event trigger",
        "told",
    ),
    Damage(
        "compiled rules edited", "update {s}.thing_classes set compiled = '[]' where name = 'Product'", "changed cache"
    ),
    Damage(
        "predicate edited", "update {s}.thing_classes set predicate = 'true' where name = 'Product'", "changed cache"
    ),
    Damage("API names edited", "update {s}.thing_classes set plural = 'taggy' where name = 'Tag'", "changed cache"),
    Damage("catalog entry edited", "update {s}.thing_classes set entry = '{{}}' where name = 'Tag'", "changed cache"),
    Damage(
        "shape of an entry edited", "update {s}.thing_classes set entry_shape = 'x' where name = 'Tag'", "changed cache"
    ),
    Damage("index entry edited", "update {s}.thing_classes set index_entry = '[]' where name = 'Tag'", "changed cache"),
    Damage(
        "hash of a class edited", "update {s}.thing_classes set shape_hash = 'x' where name = 'Tag'", "changed cache"
    ),
    Damage(
        "rules edited by hand",
        "update {s}.thing_class_fields set validation_rules = '{{\"maxLength\": 99}}' where name = 'a'",
        "changed checksum",
        "told",
    ),
    Damage(
        "metadata without a type",
        "update {s}.thing_class_fields set type = 'nothing' where class_id = 4 and name = 'b'",
        "broken metadata, changed checksum",
        "told",
    ),
    Damage(
        "inherited field apart",
        "update {s}.thing_class_fields set name = 'other' where class_id = 3 and inherited_from is not null",
        "broken metadata",
        "told",
    ),
    Damage(
        "class extends itself",
        "update {s}.thing_classes set extends_id = 3 where id = 2",
        "broken metadata, changed checksum",
        "told",
    ),
    Damage(
        "last version deleted",
        "delete from {s}.schema_versions where version = (select max(version) from {s}.schema_versions)",
        "missing version",
    ),
    Damage("version deleted", "delete from {s}.schema_versions where version = 2", "missing version"),
    Damage("first version deleted", "delete from {s}.schema_versions where version = 0", "missing version"),
    Damage(
        "version deleted, and from the log",
        "delete from {s}.schema_versions where version = 2; delete from {s}.change_log where operation = 'schema' and version = 2",
        "lost version",
        "told",
    ),
    Damage("version edited", "update {s}.schema_versions set operations = '[]' where version = 2", "changed version"),
    Damage(
        "checksum of the version edited",
        "update {s}.schema_versions set checksum = 'x' where version = (select max(version) from {s}.schema_versions)",
        "changed version",
    ),
    Damage(
        "shape of the version edited",
        "update {s}.schema_versions set shape = 'x' where version = (select max(version) from {s}.schema_versions)",
        "changed version",
    ),
    Damage("sequence of the log set back", "alter sequence {s}.change_log_seq_seq restart with 1", "changed sequence"),
    Damage(
        "sequence of the ids set back", "alter sequence {s}.thing_classes_id_seq restart with 1", "changed sequence"
    ),
    Damage("state of the log gone", "delete from {s}.change_log_state", "missing row"),
    Damage(
        "core function replaced",
        "create or replace function thing.refuse_write() returns trigger language plpgsql as 'begin return null; end'",
        "changed core",
        "told",
    ),
    Damage(
        "core function open to all",
        "grant execute on function thing.fail(text, text, jsonb, text) to public",
        "changed core",
        "told",
    ),
    Damage(
        "core registry edited",
        "update thing.rules set predicate = 'true' where name = 'maxLength'",
        "changed core",
        "told",
    ),
    Damage("core table open to all", "grant select on thing.installation to public", "changed core", "told"),
    Damage(
        "instance row deleted",
        PAST.format("delete from {s}.thing_instances where class_id = 1"),
        "missing instance",
        rows=True,
    ),
    Damage(
        "instance row of another class",
        PAST.format("update {s}.thing_instances set class_id = 1 where class_id = 4"),
        "missing instance, orphaned instance",
        rows=True,
    ),
    Damage(
        "thing deleted past the triggers",
        PAST.format("delete from {s}.tc_product; delete from {s}.tj_4_tags"),
        "orphaned instance",
        rows=True,
    ),
    Damage(
        "thing written past the triggers",
        PAST.format("insert into {s}.tc_tag (name) values ('past')"),
        "missing instance, unlogged write",
        "told",
        rows=True,
    ),
    Damage(
        "link to nothing",
        PAST.format("update {s}.tj_4_tags set target_id = gen_random_uuid()"),
        "orphaned link",
        rows=True,
    ),
    Damage(
        "reference to nothing",
        PAST.format("update {s}.tc_product set tag = gen_random_uuid()"),
        "dangling reference",
        "told",
        rows=True,
    ),
    Damage(
        "thing that breaks a rule",
        PAST.format("update {s}.tc_product set a = repeat('x', 50)"),
        "rule violation",
        "told",
        rows=True,
    ),
    Damage(
        "update past the log",
        PAST.format("update {s}.tc_tag set version = version + 1"),
        "unlogged write",
        "told",
        rows=True,
    ),
    Damage(
        "figures written by hand",
        "insert into {s}.tc_leg_count (legs, count) values (5, 7)",
        "changed figures",
        rows=True,
    ),
)


def groups() -> list[Group]:
    made: list[Group] = []
    for damage in DAMAGES:
        if group := next((group for group in made if group.takes(damage)), None):
            group.damages.append(damage)
        else:
            made.append(Group(damage))
    return made


def found(db: psycopg.Connection[Any], tenant: str, rows: bool = True) -> list[tuple[str, str]]:
    return db.execute("select kind, object from thing.check(%s, %s)", (tenant, rows)).fetchall()
