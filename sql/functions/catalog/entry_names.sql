-- The names in an entry of the catalog that the API is made of, with what they name: (class | singular | plural, -),
-- (field, its id), (value of a select, the field's id), (enum that fields share, the id of one), (inverse, id of the
-- class and name of the field that refer), (unique, -). Pure.
create or replace function thing.entry_names(p_entry jsonb)
returns table (kind text, key text, name text)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select n.kind, null, p_entry ->> n.key
      from (values ('class', 'name'), ('singular', 'singular'), ('plural', 'plural')) n (kind, key)
    union all
    select 'field', f.value ->> 'id', f.value ->> 'name' from jsonb_array_elements(p_entry -> 'fields') f
    union all
    select 'field', f.value ->> 'id', a.key from jsonb_array_elements(p_entry -> 'fields') f
      cross join jsonb_each(f.value -> 'aliases') a
    union all
    select 'value', f.value ->> 'id', v.value
      from jsonb_array_elements(p_entry -> 'fields') f
      cross join jsonb_array_elements_text(f.value #> '{params,values}') v
    union all
    select 'enum', f.value ->> 'id', f.value ->> 'enum'
      from jsonb_array_elements(p_entry -> 'fields') f where f.value ? 'enum'
    union all
    select 'inverse', concat(i.value ->> 'classId', '.', i.value ->> 'field'), i.value ->> 'name'
      from jsonb_array_elements(p_entry -> 'inverses') i
    union all
    select 'unique', null, u.value ->> 'name' from jsonb_array_elements(p_entry -> 'uniques') u
$$;
comment on function thing.entry_names(jsonb) is 'Names in an entry of the catalog. Internal.';
revoke all on function thing.entry_names(jsonb) from public;
