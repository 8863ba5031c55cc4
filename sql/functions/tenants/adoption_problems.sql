-- Why a schema that came from elsewhere cannot be a tenant's: what the core would not have made, or what another core
-- has. A dump is a program: its functions, views, rules, defaults and expressions would run with the rights of the role
-- that touches them, so nothing unknown stays. Not held against it: what is missing from the tables of classes, their
-- defaults, triggers and grants (thing.adopt_tenant makes those), and what a background job has begun. Returns
-- [{problem, kind, table, name, definition}]. Errors: those of thing.expected_schema.
create or replace function thing.adoption_problems(p_schema text)
returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_result jsonb;
begin
    select jsonb_agg(jsonb_build_object('problem', 'not owned by thing_owner', 'name', o.name) order by o.name)
      into v_result
      from pg_namespace n
      cross join lateral (
        select n.nspname, n.nspowner
        union all select c.relname, c.relowner from pg_class c
                   where c.relnamespace = n.oid and c.relkind not in ('i', 'I')
        union all select p.proname, p.proowner from pg_proc p where p.pronamespace = n.oid) o (name, owner)
     where n.nspname = p_schema and o.owner <> 'thing_owner'::regrole;
    if v_result is not null then
        return v_result;
    end if;
    with actual as materialized (select * from thing.schema_objects(p_schema)),
    core as materialized (select * from thing.expected_schema(null, p_schema))
    select jsonb_agg(jsonb_build_object('problem', 'another core has made it', 'kind', d.kind, 'table', d.table_name,
               'name', d.name, 'definition', d.definition)) into v_result
      from (select c.* from core c except select a.* from actual a
            union all
            (select a.* from actual a
              where a.table_name in (select c.table_name from core c) except select c.* from core c)) d;
    if v_result is not null then
        return v_result;
    end if;
    select jsonb_agg(jsonb_build_object('problem', 'not made by the core', 'kind', d.kind, 'table', d.table_name,
               'name', d.name, 'definition', d.definition)) into v_result
      from (select a.* from thing.schema_objects(p_schema) a
             where not (a.kind in ('default', 'not null') and a.table_name ~ '^tc_'
                        or a.kind = 'object' and a.name ~ '^retype_[0-9]+\(\)$'
                       and a.definition = 'function n trigger f'
                        or a.kind = 'object' and a.name ~ '^tq_[0-9a-f]{24}$' and a.definition like 'sequence %'
                        or a.kind = 'constraint' and a.name ~ '^tn_'
                       and a.definition ~ '^CHECK \(\((\w+|"\w+") IS NOT NULL\)\)( NOT VALID)?$')
            except
            select e.* from thing.expected_schema(p_schema) e) d;
    return v_result;
end
$$;
comment on function thing.adoption_problems(text) is
    'Why a schema from elsewhere cannot be a tenant''s; null when it can. Internal.';
revoke all on function thing.adoption_problems(text) from public;
