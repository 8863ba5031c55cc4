-- A value of a select or multiselect (or a rule's list of such values, {"value": ...} too) with options renamed: {old:
-- new}. Pure.
create or replace function thing.renamed_values(p_value jsonb, p_renamed jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case jsonb_typeof(p_value)
        when 'string' then coalesce(p_renamed -> (p_value #>> '{}'), p_value)
        when 'array' then (
            select coalesce(jsonb_agg(thing.renamed_values(i.item, p_renamed) order by i.n), '[]')
              from jsonb_array_elements(p_value) with ordinality i (item, n))
        when 'object' then case when p_value ? 'value' then p_value || jsonb_build_object(
            'value', thing.renamed_values(p_value -> 'value', p_renamed)) else p_value end
        else p_value end;
end
$$;
comment on function thing.renamed_values(jsonb, jsonb) is 'Values of a select with options renamed. Internal.';
revoke all on function thing.renamed_values(jsonb, jsonb) from public;
