-- All that thing.refresh_tenant works from, as one hash: metadata, what is generated of it, and what pg_catalog has of
-- the tenant's own tables. Tenants of equal states are refreshed alike, and one whose state a refresh has left as it
-- was needs none; so an upgrade works things out once for many tenants of one shape (thing.copy_catalog). The names
-- of schema and role do not count.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: reads the tenant's tables for members of thing_admin.
create or replace function thing.refresh_state(slug text)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants;
    v_schema oid;
    v_tables oid[];   -- by their names: to look through those of all tenants would take the longer, the more there are
    v_counters text[];
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(refresh_state.slug);
    select * into v_tenant from thing.tenants t where t.slug = refresh_state.slug;
    v_schema := current_schema()::regnamespace;
    v_tables := array(
        select c.oid
          from (select 'tc_' || k.physical_name as name from thing_classes k
                 union all
                select format('tj_%s_%s', f.class_id, f.physical_name) from thing_class_fields f
                 where f.type = 'references') o
          join pg_class c on c.relname = o.name and c.relnamespace = v_schema);
    v_counters := array(select s.counter from thing.class_sequences(null) s where s.counter is not null);
    return md5(concat_ws('|', v_tenant.text_collation,
        (select concat_ws(' ', s.version, s.shape, s.checksum) from schema_versions s order by s.version desc limit 1),
        (select md5(string_agg(c::text, ';' order by c.id)) from thing_classes c),
        (select md5(string_agg(f::text, ';' order by f.id)) from thing_class_fields f),
        (select md5(string_agg(u::text, ';' order by u.id)) from thing_class_uniques u),
        (select md5(string_agg(i::text, ';' order by i.id)) from thing_class_indexes i),
        (select md5(string_agg(e::text, ';' order by e.id)) from thing_enums e),
        (select md5(string_agg(concat_ws(',', c.relname, c.relkind,
                    replace(c.relacl::text, quote_ident(v_tenant.role_name), '~')), ';' order by c.relname))
           from pg_class c where c.oid = any (v_tables) or c.relname = any (v_counters) and c.relnamespace = v_schema),
        (select md5(string_agg(concat_ws(',', c.relname, i.indisunique, i.indisvalid, i.indkey, i.indclass,
                    i.indoption, i.indcollation, i.indexprs, i.indpred), ';' order by c.relname))
           from pg_index i join pg_class c on c.oid = i.indexrelid
          where i.indrelid = any (v_tables)),
        (select md5(string_agg(concat_ws(',', c.relname, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
                    replace(a.attacl::text, quote_ident(v_tenant.role_name), '~')), ';' order by c.relname, a.attnum))
           from pg_class c
           join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          where c.oid = any (v_tables)),
        (select md5(string_agg(concat_ws(',', c.relname, t.tgname, t.tgenabled, t.tgtype, t.tgattr, t.tgargs,
                    t.tgoldtable, t.tgnewtable, t.tgqual, p.proname), ';' order by c.relname, t.tgname))
           from pg_class c
           join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
           join pg_proc p on p.oid = t.tgfoid
          where c.oid = any (v_tables))));
end
$$;
comment on function thing.refresh_state(text) is
    'Hash of all that a refresh of a tenant works from: equal in tenants that it does the same to. Example: select '
    'thing.refresh_state(''acme'').';
revoke all on function thing.refresh_state(text) from public;
grant execute on function thing.refresh_state(text) to thing_admin;
