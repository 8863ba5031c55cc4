-- Puts the limits of a tenant (those PostgreSQL knows; defaults where p_limits has none) on one of its roles. Errors:
-- TB045 INVALID_LIMIT.
create or replace function thing.set_role_limits(p_role text, p_limits jsonb)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit record;
begin
    perform thing.load_settings();
    for v_limit in
        select k.kind, k.name, coalesce(p_limits ->> k.name, k.default_value) as value
          from thing.limits k where k.kind in ('connections', 'setting') order by k.name
    loop
        begin
            if v_limit.kind = 'connections' then
                execute format('alter role %I connection limit %s', p_role, v_limit.value);
            else
                -- For every database, since a role may be able to enter others of the cluster; and for this one, since
                -- what the tenant has set for itself here (ALTER ROLE allows that) would come first.
                execute format('alter role %I set %I = %L', p_role, v_limit.name, v_limit.value);
                execute format('alter role %I in database %I set %I = %L', p_role, current_database(),
                    v_limit.name, v_limit.value);
            end if;
        exception
            when insufficient_privilege then   -- temp_file_limit on servers where it could not be delegated
                raise notice 'limit % could not be set: %', v_limit.name, sqlerrm;
            when invalid_parameter_value then
                perform thing.fail('INVALID_LIMIT', format('limit %s = %s: %s', v_limit.name, v_limit.value, sqlerrm));
        end;
    end loop;
end
$$;
comment on function thing.set_role_limits(text, jsonb) is 'Put a tenant''s limits on one of its roles. Internal.';
revoke all on function thing.set_role_limits(text, jsonb) from public;
