-- What the filter "hasKey" finds in a document, as the operator ? has it: the keys of an object, the texts in a list,
-- or the text that it is. Of each the first 100 characters, for an entry of an index has 2,704 bytes at most.
create or replace function thing.json_keys(value jsonb)
returns text[]
language plpgsql
immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
begin
    return case jsonb_typeof(json_keys.value)
        when 'object' then array(select left(k, 100) from jsonb_object_keys(json_keys.value) k)
        when 'array' then array(select left(e.item #>> '{}', 100) from jsonb_array_elements(json_keys.value) e (item)
                                 where jsonb_typeof(e.item) = 'string')
        when 'string' then array[left(json_keys.value #>> '{}', 100)]
        else '{}' end;
end
$$;
comment on function thing.json_keys(jsonb) is
    'The keys of a document that "hasKey" finds; an index of the field holds them. Example: select '
    'thing.json_keys(''{"a": 1, "b": 2}'').';
revoke all on function thing.json_keys(jsonb) from public;
grant execute on function thing.json_keys(jsonb) to thing_admin, thing_tenant;
