-- How many rows of a class, and of those that extend it, were written since PostgreSQL began to count. Runs inside the
-- tenant's schema.
create or replace function thing.class_writes(p_class_id integer)
returns bigint
language plpgsql
stable
as $$
begin
    return (
        select coalesce(sum(pg_stat_get_tuples_inserted(t.oid) + pg_stat_get_tuples_updated(t.oid)
                   + pg_stat_get_tuples_deleted(t.oid)), 0)
          from thing.class_family(p_class_id) c
          cross join lateral (select to_regclass(quote_ident(thing.table_name(c)))::oid as oid) t
         where t.oid is not null);
end
$$;
comment on function thing.class_writes(integer) is 'Rows of a class that were written. Internal.';
revoke all on function thing.class_writes(integer) from public;
