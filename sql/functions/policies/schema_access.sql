-- Public: who may do what, as data and in words: the policies of some roles (and of those that they include; null: of
-- all), and the restrictions, for each class that they hold for. claims: of a token; null: not asked. A list of
-- {class, verb, role? (none: a restriction), from? (the class that it is said of, where that is another), name?,
-- fields?, when?, check?, presets?, holds? (whether the claims are what it needs), missing? (claims), words}.
-- Errors: those of thing.enter_tenant; TB02C UNKNOWN_ROLE. Definer: reads metadata for the tenant's role.
create or replace function thing.schema_access(tenant text, roles text[] default null, claims jsonb default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_roles text[];
begin
    perform thing.enter_tenant(schema_access.tenant);
    perform thing.check_role(r) from unnest(schema_access.roles) r;
    with recursive found (name) as (
        select r.name from thing_roles r where schema_access.roles is null or r.name = any (schema_access.roles)
        union
        select i from found f join thing_roles r on r.name = f.name cross join unnest(r.includes) i)
    select coalesce(array_agg(f.name), '{}') into v_roles from found f;
    return (
        select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('class', c.name, 'verb', p -> 'verb',
                   'role', p -> 'role', 'from', nullif(p ->> 'class', c.name), 'name', p -> 'name',
                   'fields', thing.granted_fields(p), 'holds', m.missing = '{}',
                   'missing', nullif(m.missing, '{}'), 'words', thing.access_words(p, c.name,
                       coalesce(m.missing, '{}'))))
                   || coalesce((select jsonb_object_agg(k.key, k.value) from jsonb_each(p) k
                                 where k.key in ('when', 'check', 'presets')), '{}')
                   order by c.name collate "C", p ->> 'role' collate "C" nulls first,
                       array_position('{read,aggregate,create,update,delete}'::text[], p ->> 'verb'),
                       p ->> 'name' collate "C" nulls first, p ->> 'class' collate "C"), '[]')
          from thing.policy_documents() p
          join thing_classes c on c.dropped_version is null and c.rollup is null
           and (p ->> 'classId')::integer in (select c.id union all select a from thing.class_ancestors(c.id) a)
         cross join lateral (
            select case when schema_access.claims is not null
                        then thing.missing_claims(p, schema_access.claims) end as missing) m
         where p ->> 'role' is null or p ->> 'role' = any (v_roles));
end
$$;
comment on function thing.schema_access(text, text[], jsonb) is
    'Who may do what: the policies of roles (with those that they include) by class, verb and fields, with their '
    'conditions as data and in words; with claims, whether they are what each needs. Example: select a ->> ''words'' '
    'from jsonb_array_elements(thing.schema_access(''acme'', ''{member}'', ''{"sub": "1"}'')) a.';
revoke all on function thing.schema_access(text, text[], jsonb) from public;
grant execute on function thing.schema_access(text, text[], jsonb) to thing_admin, thing_tenant;
