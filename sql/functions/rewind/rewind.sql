-- Takes back what was changed since a moment: all of it, or what one actor did, or what was done to some classes (with
-- those that extend them) or things. Things that were made are deleted, deleted ones come back with their ids, changed
-- ones and links get back what they had, as new changes: checked by the rules of today, in history, with events. What
-- others did since stays: a field, thing or link that they changed later, or that something else needs, is a conflict,
-- and stays as it is. The change of a transaction counts as made when the transaction began.
-- mode: "plan" writes and locks nothing; "refuse" writes all, or nothing where there is a conflict; "keep" writes what
-- has no conflict. Returns what it does (thing.rewind_report), and "applied".
-- Errors: TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS, TB063 TOO_MANY_THINGS, TB070 REWIND_CONFLICT, TB071 LOG_TRIMMED,
-- refusals of a write, those of thing.enter_tenant. Definer: the tenant's role may not read the log, and system columns
-- (created_at of what comes back) are written.
create or replace function thing.rewind(
    tenant text, since timestamptz, actor text default null, classes text[] default null, things uuid[] default null,
    mode text default 'plan', first integer default 100)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
set timezone = 'UTC'
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_classes integer[];
    v_locked thing.rewind_step[];
    v_late thing.rewind_step[];
    v_decided record;
begin
    perform thing.enter_tenant(rewind.tenant);
    if rewind.since is null or rewind.first is null or rewind.first < 0
       or coalesce(rewind.mode not in ('plan', 'refuse', 'keep'), true) then
        perform thing.fail('INVALID_CHANGE', 'rewind needs a time, and a mode: plan, refuse or keep', null,
            'For example: thing.rewind(''acme'', ''2026-01-31 14:03+01'', mode => ''plan'').');
    end if;
    if rewind.since > clock_timestamp() then
        perform thing.fail('INVALID_CHANGE', format('%s is in the future: nothing was changed since', rewind.since),
            jsonb_build_object('since', rewind.since, 'now', clock_timestamp()),
            'Name a moment in the past.');
    end if;
    if (select s.trimmed_seq > 0 from change_log_state s)
       and coalesce((select l.at > rewind.since from change_log l order by l.seq limit 1), true) then
        perform thing.fail('LOG_TRIMMED', format('the change log does not reach back to %s', rewind.since),
            jsonb_build_object('since', rewind.since,
                'earliest', (select l.at from change_log l order by l.seq limit 1)));
    end if;
    v_classes := array(
        select c.id from thing_classes c
         where c.dropped_version is null and not c.abstract and c.rollup is null
           and (rewind.classes is null
                or c.id in (select f from unnest(rewind.classes) n
                             cross join lateral thing.class_family((thing.class_row(n)).id) f)));
    if rewind.mode <> 'plan' then
        v_locked := array(select c from thing.rewind_chains(rewind.since, rewind.actor, v_classes, rewind.things) c);
        perform thing.rewind_lock(v_locked);
    end if;
    loop
        select d.* into v_decided
          from thing.rewind_decided(rewind.since, rewind.actor, v_classes, rewind.things) d;
        exit when rewind.mode = 'plan';
        -- what was written while this waited for its locks
        v_late := array(select s from unnest(v_decided.steps) s
                         where s.thing_id not in (select l.thing_id from unnest(v_locked) l));
        exit when v_late = '{}';
        perform thing.rewind_lock(v_late);
        v_locked := v_locked || v_late;
    end loop;
    return thing.rewind_done(v_decided.steps, v_decided.links, v_decided.conflicts, rewind.mode,
        thing.rewind_report(v_decided.steps, v_decided.links, v_decided.conflicts, rewind.since, rewind.actor,
            v_classes, rewind.first));
end
$$;
comment on function thing.rewind(text, timestamptz, text, text[], uuid[], text, integer) is
    'Take back what was changed since a moment, as new changes; what others changed later stays, and is listed. mode: '
    'plan (nothing is written), refuse (nothing is, where there are conflicts), keep. Example: select '
    'thing.rewind(''acme'', now() - interval ''1 hour'', actor => ''import'', mode => ''plan'').';
revoke all on function thing.rewind(text, timestamptz, text, text[], uuid[], text, integer) from public;
grant execute on function thing.rewind(text, timestamptz, text, text[], uuid[], text, integer)
    to thing_admin, thing_tenant;
