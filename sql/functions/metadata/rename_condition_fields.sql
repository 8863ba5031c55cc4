-- A tree of conditions (thing.check_condition) with its fields by other names: p_names {old: new}. Pure.
create or replace function thing.rename_condition_fields(p_tree jsonb, p_names jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when jsonb_typeof(p_tree) = 'array' then (
            select jsonb_agg(thing.rename_condition_fields(a.item, p_names) order by a.n)
              from jsonb_array_elements(p_tree) with ordinality a (item, n))
        when p_tree ?| array['and', 'or', 'not', 'compare'] then (
            select jsonb_object_agg(e.key, thing.rename_condition_fields(e.value, p_names)) from jsonb_each(p_tree) e)
        else p_tree || (
            select coalesce(jsonb_object_agg(k, p_names -> (p_tree ->> k)), '{}')
              from unnest(array['field', 'other']) k
             where jsonb_typeof(p_tree -> k) = 'string' and p_names ? (p_tree ->> k)) end;
end
$$;
comment on function thing.rename_condition_fields(jsonb, jsonb) is 'Conditions with fields by other names. Internal.';
revoke all on function thing.rename_condition_fields(jsonb, jsonb) from public;
