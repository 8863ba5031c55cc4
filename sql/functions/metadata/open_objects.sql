-- The names of what open jobs are to make; p_failed: of failed ones as well. None when the table of jobs itself is
-- gone, so that thing.check can say so. Runs inside the tenant's schema.
create or replace function thing.open_objects(p_failed boolean default false)
returns setof text
language plpgsql
stable
as $$
begin
    if to_regclass('thing_jobs') is null then
        return;
    end if;
    return query select distinct j.object_name from thing_jobs j
                  where (j.state in ('queued', 'running') or j.state = 'failed' and p_failed)
                    and j.object_name is not null;
end
$$;
comment on function thing.open_objects(boolean) is 'Names of what open jobs make. Internal.';
revoke all on function thing.open_objects(boolean) from public;
