-- What a claimed job that got stuck has left behind and no write should have to keep up to date: statements that drop a
-- tenant's INVALID indexes, to be run one by one, each outside a transaction. (A tenant has one job at a time, so no
-- index is just being made.)
-- Errors: TB039 UNKNOWN_JOB, TB044 FORBIDDEN. Definer: the tenant's schema is thing_owner's.
create or replace function thing.job_remains(tenant text, job bigint)
returns text[]
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(job_remains.tenant);
    perform thing.claimed_job(job_remains.job);
    return array(
        select format('drop index concurrently if exists %I.%I', current_schema(), c.relname)
          from pg_index x
          join pg_class c on c.oid = x.indexrelid
         where c.relnamespace = current_schema()::regnamespace and not x.indisvalid
         order by c.relname);
end
$$;
comment on function thing.job_remains(text, bigint) is
    'Statements that do away with what a claimed job has left behind: INVALID indexes. Example: select '
    'thing.job_remains(''acme'', 1).';
revoke all on function thing.job_remains(text, bigint) from public;
grant execute on function thing.job_remains(text, bigint) to thing_admin;
