-- What the core is, from pg_catalog: functions, tables, who may use them, and the built-in rows of the registries. Rows
-- that an administrator registered (thing.register_rule) do not count. The texts are the same in every session.
create or replace function thing.core_parts()
returns setof thing.catalog_part
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set datestyle = 'ISO'
set timezone = 'UTC'
as $$
begin
    return query
    select '', 'function', p.oid::regprocedure::text,
           jsonb_build_object('definition', md5(concat_ws('|',
               case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end, p.proowner::regrole,
               (select string_agg(a::text, ',' order by a::text) from unnest(p.proacl) a))))
      from pg_proc p
     where p.pronamespace = 'thing'::regnamespace
    union all
    select '', 'table', c.relname::text,
           jsonb_build_object(
               'definition', md5(concat_ws('|', c.relkind, c.relpersistence, c.relrowsecurity, c.relowner::regrole,
                   (select string_agg(a::text, ',' order by a::text) from unnest(c.relacl) a),
                   (select string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                       a.attacl, pg_get_expr(d.adbin, d.adrelid)), ',' order by a.attnum)
                      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
                   (select string_agg(k.conname || pg_get_constraintdef(k.oid), ',' order by k.conname)
                      from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'),
                   (select string_agg(pg_get_triggerdef(t.oid) || t.tgenabled::text, ',' order by t.tgname)
                      from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal),
                   (select string_agg(pg_get_ruledef(r.oid), ',' order by r.rulename) from pg_rewrite r
                     where r.ev_class = c.oid))))
      from pg_class c
     where c.relnamespace = 'thing'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
    union all
    select '', 'schema', 'thing', jsonb_build_object('definition', md5(concat_ws('|', n.nspowner::regrole,
               (select string_agg(a::text, ',' order by a::text) from unnest(n.nspacl) a))))
      from pg_namespace n
     where n.nspname = 'thing'
    union all
    select '', 'registry', r.name, jsonb_build_object('definition', md5(r.rows))
      from (select 'field_types' as name, string_agg(t::text, ',' order by t.name) as rows
              from thing.field_types t where t.builtin
            union all select 'rules', string_agg(t::text, ',' order by t.name) from thing.rules t where t.builtin
            union all select 'error_codes', string_agg(t::text, ',' order by t.code) from thing.error_codes t
            union all select 'limits', string_agg(t::text, ',' order by t.name) from thing.limits t
            union all select 'damage_kinds', string_agg(t::text, ',' order by t.name) from thing.damage_kinds t) r;
end
$$;
comment on function thing.core_parts() is 'What the core is, from pg_catalog. Internal.';
revoke all on function thing.core_parts() from public;
