-- The whole schema of a tenant in the declarative form: what thing.diff takes. Parents stand before their children.
-- Errors: those of thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.document(tenant text)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_chosen jsonb;     -- {class id: {field: inverse}}
begin
    perform thing.enter_tenant(document.tenant);
    select coalesce(jsonb_object_agg(i.class_id, i.fields), '{}') into v_chosen
      from (select i.class_id, jsonb_object_agg(i.field, i.inverse) as fields
              from thing.chosen_inverses() i group by i.class_id) i;
    -- A class extends one that was there before it, so the order of ids has parents first.
    return jsonb_build_object('classes', (
        select coalesce(jsonb_agg(case when v_chosen ? c.id::text then d.value || jsonb_build_object('fields', (
                       select jsonb_agg(f.value || jsonb_strip_nulls(jsonb_build_object(
                                  'inverse', v_chosen -> c.id::text -> (f.value ->> 'name'))) order by f.ordinality)
                         from jsonb_array_elements(d.value -> 'fields') with ordinality f)) else d.value end
                   order by c.id), '[]')
          from thing_classes c
         cross join lateral (select thing.class_document(c.id) as value) d
         where c.dropped_version is null and c.rollup is null))
        || coalesce((select jsonb_build_object('enums', e) from thing.enums_document() e where e <> '[]'), '{}')
        || coalesce((select jsonb_build_object('rollups', jsonb_agg(thing.rollup_document(c.id) order by c.id))
                       from thing_classes c where c.dropped_version is null and c.rollup is not null
                     having count(*) > 0), '{}')
        || coalesce((select jsonb_build_object('roles', jsonb_agg(r)) from thing.role_documents() r
                     having count(*) > 0), '{}')
        || coalesce((select jsonb_build_object('policies', jsonb_agg(p - 'classId')) from thing.policy_documents() p
                     having count(*) > 0), '{}');
end
$$;
comment on function thing.document(text) is
    'The schema of a tenant as a document: {"classes": [{name, extends, fields, overrides, rules, uniques, ...}], '
    '"enums": [{name, values}]}. Example: select jsonb_pretty(thing.document(''acme'')).';
revoke all on function thing.document(text) from public;
grant execute on function thing.document(text) to thing_admin, thing_tenant;
