-- One round of a tenant's auto_index: takes back what did not help, and tries the index that saves most, one of a
-- class at a time (or those of an `or`, which help together), as long as the class has fewer of them than
-- auto_index_count and all together take no more room than auto_index_bytes. What was taken back is not tried again
-- for 30 days. Everything is one schema version of the author auto_index. Runs inside the tenant's schema. Errors:
-- TB030 SCHEMA_BUSY.
create or replace function thing.auto_index()
returns void
language plpgsql
as $$
#variable_conflict use_column
declare
    v_changes jsonb := thing.judge_trials();
    v_most integer := thing.tenant_setting('auto_index_count')::integer;
    v_room double precision := pg_size_bytes(thing.tenant_setting('auto_index_bytes'));
    v_advice record;
    v_tried integer[] := '{}';   -- classes
    v_of_or integer[] := '{}';
begin
    v_room := v_room - (
        select coalesce(sum(pg_relation_size(to_regclass(quote_ident(o.object)))), 0)
          from index_trials t
          cross join lateral thing.class_family(t.class_id) f
          cross join lateral thing.index_objects(f) o
         where t.state <> 'taken back' and o.name = t.name);
    for v_advice in
        select c.id as class_id, a.remediation -> 0 as change, n.most, (a.cost ->> 'bytes')::double precision as bytes,
               k.ids, a.evidence ? 'or' as one_of,
               (a.evidence ->> 'ms')::double precision / (a.evidence ->> 'calls')::bigint as mean
          from thing.missing_indexes(20) a
          join thing_classes c on c.name = a.class and c.dropped_version is null
          cross join lateral (
            select array_agg(coalesce(s.id, f.id) order by n.ordinality) as ids
              from unnest(a.fields) with ordinality n (name, ordinality)
              left join thing.system_keys() s on s.name = n.name
              left join thing_class_fields f on f.class_id = c.id and f.name = n.name and f.dropped_version is null) k
          cross join lateral (
            select v_most - count(*) as most from index_trials t where t.class_id = c.id and t.state = 'kept') n
         where not exists (
            select from index_trials t
             where t.class_id = c.id
               and (t.state in ('building', 'tried')
                    or t.state = 'taken back' and t.field_ids = k.ids and t.ended_at > now() - interval '30 days'))
           and n.most > 0
         order by (a.gain ->> 'ms')::double precision desc
    loop
        continue when v_advice.bytes > v_room
            or v_advice.class_id = any (v_tried) and not (v_advice.one_of and v_advice.class_id = any (v_of_or))
            or v_advice.most <= cardinality(array_positions(v_tried, v_advice.class_id));
        v_room := v_room - v_advice.bytes;
        v_tried := v_tried || v_advice.class_id;
        if v_advice.one_of then
            v_of_or := v_of_or || v_advice.class_id;
        end if;
        v_changes := v_changes || v_advice.change;
        insert into index_trials (class_id, name, field_ids, state, mean_before)
        values (v_advice.class_id, v_advice.change ->> 'name', v_advice.ids, 'building', v_advice.mean);
    end loop;
    if v_changes <> '[]' then
        perform thing.run_migration(v_changes, null, 'auto_index');
    end if;
    perform thing.judge_trials();   -- what is built already is measured from now on
end
$$;
comment on function thing.auto_index() is 'Try what is advised, and take back what did not help. Internal.';
revoke all on function thing.auto_index() from public;
