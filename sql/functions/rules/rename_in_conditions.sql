-- Rules of a field, or checks of a class, with options of one field renamed, {old: new}, wherever "oneOf" holds them,
-- or that of "items": p_field null: the rules are that field's own; else only conditions over the field of that name
-- are looked at, through the whole tree. Pure.
create or replace function thing.rename_in_conditions(p_rules jsonb, p_field text, p_renamed jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case jsonb_typeof(p_rules)
        when 'array' then (
            select coalesce(jsonb_agg(thing.rename_in_conditions(a.item, p_field, p_renamed) order by a.n), '[]')
              from jsonb_array_elements(p_rules) with ordinality as a (item, n))
        when 'object' then (
            select coalesce(jsonb_object_agg(k.key, case
                       when k.key = 'oneOf' and (p_field is null or p_rules ->> 'field' = p_field)
                                                         then thing.renamed_values(k.value, p_renamed)
                       when k.key in ('items', 'value') and (p_field is null or p_rules ->> 'field' = p_field)
                                                         then thing.rename_in_conditions(k.value, null, p_renamed)
                       when p_field is not null and k.key in ('and', 'or', 'not', 'if', 'then',
                           'else') then thing.rename_in_conditions(k.value, p_field, p_renamed)
                       else k.value end), '{}')
              from jsonb_each(p_rules) k)
        else p_rules end;
end
$$;
comment on function thing.rename_in_conditions(jsonb, text, jsonb) is
    'Rules with options of a field renamed. Internal.';
revoke all on function thing.rename_in_conditions(jsonb, text, jsonb) from public;
