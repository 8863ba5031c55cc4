-- One line for people: "Product: 2 violations: name: must have at least 2 characters; price: must be at least 0".
create or replace function thing.violations_message(p_class text, p_violations jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select format('%s: %s violation%s: %s', p_class, count(*), case when count(*) > 1 then 's' end,
               string_agg(concat_ws(': ', v.item ->> 'field' || coalesce('[' || (v.item ->> 'item') || ']', ''),
                   v.item ->> 'message'), '; ' order by v.n))
      from jsonb_array_elements(p_violations) with ordinality as v (item, n)
$$;
comment on function thing.violations_message(text, jsonb) is 'Violations as one line for people. Internal.';
revoke all on function thing.violations_message(text, jsonb) from public;
