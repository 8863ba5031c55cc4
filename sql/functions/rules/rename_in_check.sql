-- One check with a field renamed, through the whole tree of its conditions. The keys "field" and "other" hold names and
-- "fields" a list of them; an argument of a rule ("value", "oneOf", "argument", ...) that happens to be the same text
-- stays.
create or replace function thing.rename_in_check(p_check jsonb, p_from text, p_to text)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case jsonb_typeof(p_check)
        when 'array' then (
            select coalesce(jsonb_agg(thing.rename_in_check(a.item, p_from, p_to) order by a.n), '[]')
              from jsonb_array_elements(p_check) with ordinality as a (item, n))
        when 'object' then (
            select coalesce(jsonb_object_agg(k.key, case
                       when k.key in ('field', 'other') and k.value = to_jsonb(p_from) then to_jsonb(p_to)
                       when k.key = 'fields' then (
                           select jsonb_agg(case when a.item = to_jsonb(p_from) then to_jsonb(p_to)
                                                 else a.item end order by a.n)
                             from jsonb_array_elements(k.value) with ordinality as a (item, n))
                       when k.key in ('and', 'or', 'not', 'if', 'then', 'else',
                           'compare') then thing.rename_in_check(k.value, p_from, p_to)
                       else k.value end), '{}')
              from jsonb_each(p_check) k)
        else p_check end;
end
$$;
comment on function thing.rename_in_check(jsonb, text, text) is 'One check with a field renamed. Internal.';
revoke all on function thing.rename_in_check(jsonb, text, text) from public;
