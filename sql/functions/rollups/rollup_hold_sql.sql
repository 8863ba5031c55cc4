-- PL/pgSQL that holds the things of a rollup's paths as they are until the transaction ends: who changes the fields of
-- one that the rollup reads (thing.rollup_path_function_sql) waits for us, and we for them. By advisory locks in a few
-- buckets, not on the rows: other changes of those things go on, and many things take few locks. Where a path goes on
-- from one thing to the next, the first may have come to refer to another while we waited for it: so the things are
-- looked up again until all that are found were held before. A snapshot that is older than the lock could miss such a
-- change, so beyond READ COMMITTED the rows are locked as well, which PostgreSQL refuses then. p_rows: SQL of the
-- counted things; p_state, p_class_id: as thing.rollup_joins_sql takes them. Runs inside the tenant's schema.
create or replace function thing.rollup_hold_sql(
    p_rollup jsonb, p_rows text, p_state text default 'now', p_class_id integer default null)
returns text
language plpgsql
stable
as $$
begin
    return coalesce((
        select format(case when bool_and(h.source_alias = '_s') then $plpgsql$
        perform pg_advisory_xact_lock_shared(hashtext(tg_table_schema || '.rollups'), _b.bucket)
           from (%s order by 1) _b;$plpgsql$ else $plpgsql$
        loop
            _buckets := array(%s order by 1);
            exit when _buckets <@ _held;
            perform pg_advisory_xact_lock_shared(hashtext(tg_table_schema || '.rollups'), _b) from unnest(_buckets) _b;
            _held := _held || _buckets;
        end loop;$plpgsql$ end, string_agg(format(
                       'select distinct uuid_hash(_x.id) & 127 as bucket from (%s) _x where _x.id is not null',
                       r.ids), ' union ' order by h.hop))
            || E'\n        if current_setting(''transaction_isolation'') <> ''read committed'' then\n'
            || string_agg(t.locks, E'\n' order by h.hop) || E'\n        end if;\n'
          from thing.rollup_hops(p_rollup) h
          cross join lateral (
            select format('select %s.%I as id from (%s) _s%s', h.source_alias, h.source_column, p_rows,
                       thing.rollup_joins_sql(p_rollup, p_state, p_class_id, h.hop)) as ids) r
          cross join lateral (
            select string_agg(format('            perform from %I.%I _t where _t.id in (%s) order by _t.id for share;',
                       current_schema(), n, r.ids), E'\n' order by n) as locks
              from unnest(thing.concrete_tables(h.target_id)) n) t
        having count(*) > 0), '');
end
$$;
comment on function thing.rollup_hold_sql(jsonb, text, text, integer) is
    'PL/pgSQL that holds the things of a rollup''s paths. Internal.';
revoke all on function thing.rollup_hold_sql(jsonb, text, text, integer) from public;
