-- First half of the advisory locks on a tenant's jobs (the second is the job's id), as pg_locks shows it. Two tenants
-- whose names hash alike would only wait for each other. Runs inside the tenant's schema.
create or replace function thing.job_lock_key()
returns oid
language plpgsql
stable
as $$
begin
    return (hashtext('thing.jobs ' || current_schema()) & 2147483647)::oid;
end
$$;
comment on function thing.job_lock_key() is 'Key of the advisory locks on a tenant''s jobs. Internal.';
revoke all on function thing.job_lock_key() from public;
