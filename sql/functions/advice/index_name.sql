-- A name for an index over these keys (thing.index_keys) that the class has not given yet: customerTotalDesc,
-- customerTotalDesc2. Runs inside the tenant's schema.
create or replace function thing.index_name(p_class_id integer, p_keys jsonb)
returns text
language plpgsql
stable
as $$
declare
    v_name text := (
        select left(thing.joined_name(string_agg(concat_ws('.', k.value ->> 'field', initcap(k.value ->> 'order'),
                       'nulls' || initcap(k.value ->> 'nulls')), '.' order by k.n), null), 190)
          from jsonb_array_elements(p_keys) with ordinality k (value, n));
begin
    return (
        select v_name || case when n = 1 then '' else n::text end
          from generate_series(1, 1000) n
         where not exists (select from thing_class_indexes i where i.class_id = p_class_id
                              and i.name = v_name || case when n = 1 then '' else n::text end)
         order by n limit 1);
end
$$;
comment on function thing.index_name(integer, jsonb) is 'A free name for an index. Internal.';
revoke all on function thing.index_name(integer, jsonb) from public;
