-- Brings a rollup up to date now; returns when its figures were right. (For an immediate one it mends what was written
-- past the triggers.) Errors: those of thing.enter_tenant; TB020 INVALID_CHANGE for a class that is not a rollup, TB021
-- UNKNOWN_CLASS. Definer: tenants do not write rollups.
create or replace function thing.refresh_rollup(tenant text, rollup text)
returns timestamptz
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_id integer;
begin
    perform thing.enter_tenant(refresh_rollup.tenant);
    v_id := (thing.class_row(refresh_rollup.rollup)).id;
    if (select c.rollup is null from thing_classes c where c.id = v_id) then
        perform thing.fail('INVALID_CHANGE', format('%s is a class, not a rollup', refresh_rollup.rollup));
    end if;
    -- one at a time
    perform from thing_rollups r where r.class_id = v_id for update;
    perform thing.fill_rollup(v_id);
    return (select r.refreshed_at from thing_rollups r where r.class_id = v_id);
end
$$;
comment on function thing.refresh_rollup(text, text) is
    'Bring a rollup up to date; returns when its figures were right. Example: select thing.refresh_rollup(''acme'', '
    '''MonthlySale'').';
revoke all on function thing.refresh_rollup(text, text) from public;
grant execute on function thing.refresh_rollup(text, text) to thing_admin, thing_tenant;
