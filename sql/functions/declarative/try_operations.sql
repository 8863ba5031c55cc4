-- Carries changes out on the metadata, nothing else. Runs inside the tenant's schema. Errors: those of the changes.
create or replace function thing.try_operations(p_operations jsonb[], p_version integer)
returns void
language plpgsql
as $$
declare
    v_op jsonb;
begin
    foreach v_op in array p_operations loop
        execute format('select thing.%I($1, $2)', 'op_' || thing.check_operation(v_op)) using v_op, p_version;
    end loop;
end
$$;
comment on function thing.try_operations(jsonb[], integer) is 'Carry operations out on the metadata. Internal.';
revoke all on function thing.try_operations(jsonb[], integer) from public;
