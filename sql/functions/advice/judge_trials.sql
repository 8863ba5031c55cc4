-- What becomes of the indexes that are on trial: those of a class are measured when all are built; after 20 lists
-- that it serves it is kept, where they take four fifths of the time or less, or else taken back. Returns the changes
-- that take back. Runs inside the tenant's schema.
create or replace function thing.judge_trials()
returns jsonb
language plpgsql
as $$
#variable_conflict use_column
declare
    v_trial record;
    v_changes jsonb := '[]';
begin
    delete from index_trials t   -- somebody dropped it, or its class
     where t.state in ('building', 'tried', 'kept')
       and not exists (select from thing_class_indexes i join thing_classes c on c.id = i.class_id
                        where i.class_id = t.class_id and i.name = t.name and c.dropped_version is null);
    for v_trial in
        select t.*, n.calls as calls_now, n.ms as ms_now, c.name as class
          from index_trials t
          join thing_classes c on c.id = t.class_id
         cross join lateral thing.trial_counts(t.class_id, t.field_ids) n
         where t.state in ('building', 'tried')
         order by t.id
    loop
        if v_trial.state = 'building' then
            update index_trials t
               set state = 'tried', ready_at = clock_timestamp(), calls = v_trial.calls_now, ms = v_trial.ms_now
             where t.id = v_trial.id and not exists (
                 select from index_trials b
                  cross join lateral thing.class_family(b.class_id) f
                  cross join lateral thing.index_objects(f) o
                   left join pg_index x on x.indexrelid = to_regclass(quote_ident(o.object))
                  where b.class_id = v_trial.class_id and b.state = 'building' and o.name = b.name
                    and not coalesce(x.indisvalid, false)
                    and to_regclass(quote_ident(thing.table_name(f))) is not null);
        elsif v_trial.calls_now < v_trial.calls then   -- they count half after a week
            update index_trials t set calls = v_trial.calls_now, ms = v_trial.ms_now where t.id = v_trial.id;
        elsif v_trial.calls_now >= v_trial.calls + 20 then
            update index_trials t
               set mean_after = (v_trial.ms_now - v_trial.ms) / (v_trial.calls_now - v_trial.calls),
                   ended_at = clock_timestamp(),
                   state = case when (v_trial.ms_now - v_trial.ms) / (v_trial.calls_now - v_trial.calls)
                                     <= 0.8 * v_trial.mean_before then 'kept' else 'taken back' end
             where t.id = v_trial.id
            returning t.state into v_trial.state;
            if v_trial.state = 'taken back' then
                v_changes := v_changes || jsonb_build_object('op', 'drop_index', 'class', v_trial.class,
                    'name', v_trial.name);
            end if;
        end if;
    end loop;
    return v_changes;
end
$$;
comment on function thing.judge_trials() is 'What becomes of the indexes that are on trial. Internal.';
revoke all on function thing.judge_trials() from public;
