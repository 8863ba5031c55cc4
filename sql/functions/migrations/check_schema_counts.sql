-- After a change of the metadata: whether there is more than the tenant may have. p_before: thing.schema_counts from
-- before it, so that a schema beyond its limits can become smaller. Runs inside the tenant's schema.
-- Errors: TB048 STORAGE_LIMIT.
create or replace function thing.check_schema_counts(p_before jsonb)
returns void
language plpgsql
stable
as $$
declare
    v_over record;
begin
    if p_before = '{}' then
        return;
    end if;
    select n.key as name, n.value::integer as used, (t.limits ->> n.key)::integer as allowed into v_over
      from jsonb_each_text(thing.schema_counts()) n
      join thing.tenants t on t.schema_name = current_schema()
     where n.value::integer > greatest((t.limits ->> n.key)::integer, (p_before ->> n.key)::integer)
     order by n.key limit 1;
    if found then
        perform thing.fail('STORAGE_LIMIT',
            format('the limit %s would be exceeded: %s of %s', v_over.name, v_over.used, v_over.allowed),
            jsonb_build_object('name', v_over.name, 'used', v_over.used, 'limit', v_over.allowed));
    end if;
end
$$;
comment on function thing.check_schema_counts(jsonb) is 'Refuse a schema that is larger than allowed. Internal.';
revoke all on function thing.check_schema_counts(jsonb) from public;
