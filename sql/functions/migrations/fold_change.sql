-- Adds one more change (thing.identified_changes) to a list of net changes: what was added and is dropped leaves it,
-- renames join into one, what comes back brings along what had changed before it went. Entries of the list know what
-- their class and field, or enum, are called by now ("@class", "@field", "@enum": null once they are gone), and what
-- hides them ("@gone"); thing.net_changes takes these marks away. Pure.
create or replace function thing.fold_change(p_net jsonb[], p_change jsonb)
returns jsonb[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_kind text := p_change ->> 'kind';
    -- class, field, enum
    v_level text := case v_kind when 'OPTION_RENAMED' then 'field' else lower(split_part(v_kind, '_', 1)) end;
    v_now jsonb := jsonb_build_object('@class', p_change -> 'class', '@field', p_change -> 'field')
        || case v_level when 'enum' then jsonb_build_object('@enum', p_change -> 'enum') else '{}' end;
    v_key text := v_level || (p_change ->> '@id');
    v_about bigint[];       -- places of entries about the same class, field or enum
    v_added bigint;
    v_renamed bigint;
begin
    v_about := array(
        select e.n from unnest(p_net) with ordinality e (entry, n)
         where not e.entry ? '@gone' and case v_level
             when 'enum' then e.entry ->> '@enum' = p_change ->> 'enum'
             else e.entry ->> '@class' = p_change ->> 'class'
                  and (v_level = 'class' or e.entry ->> '@field' = p_change ->> 'field') end);
    select min(e.n) filter (where e.entry ->> 'kind' = upper(v_level) || '_ADDED'),
           min(e.n) filter (where e.entry ->> 'kind' = upper(v_level) || '_RENAMED')
      into v_added, v_renamed
      from unnest(p_net) with ordinality e (entry, n)
     where e.n = any (v_about);
    if v_level <> 'class' and exists (
           select from unnest(p_net) e
            where e ->> 'kind' = 'CLASS_ADDED' and e ->> '@class' = p_change ->> 'class' and not e ? '@gone') then
        return p_net;       -- all of a new class is new
    elsif v_kind in ('CLASS_ADDED', 'FIELD_ADDED', 'ENUM_ADDED')
       and exists (select from unnest(p_net) e where e ->> '@key' = v_key and not e ? '@gone') then
        return array(
            select case when e.entry ->> '@gone' = v_key then e.entry - '@gone'
                            || case v_level when 'field' then v_now else v_now - '@field' end else e.entry end
              from unnest(p_net) with ordinality e (entry, n)
             where e.entry ->> '@key' is distinct from v_key
             order by e.n);
    elsif v_kind in ('CLASS_DROPPED', 'FIELD_DROPPED', 'ENUM_DROPPED') and v_added is not null then
        return array(select e.entry from unnest(p_net) with ordinality e (entry, n)
                      where e.n <> all (v_about) order by e.n);
    elsif v_kind in ('CLASS_DROPPED', 'FIELD_DROPPED', 'ENUM_DROPPED') then
        return array(
            select case when e.n = any (v_about) then e.entry || jsonb_build_object('@gone', v_key) else e.entry end
              from unnest(p_net) with ordinality e (entry, n)
             order by e.n) || (
            p_change || v_now || jsonb_build_object('@' || v_level, null, '@key', v_key,
                v_level, coalesce(p_net[v_renamed] -> v_level, p_change -> v_level)));
    elsif v_kind in ('CLASS_RENAMED', 'FIELD_RENAMED', 'ENUM_RENAMED') then
        return array(
            select case when e.n = any (v_about) then e.entry
                            || jsonb_build_object('@' || v_level, p_change -> 'to') else e.entry end
                   || case when e.n = v_renamed then jsonb_build_object('to', p_change -> 'to') else '{}' end
              from unnest(p_net) with ordinality e (entry, n)
             where not coalesce(e.n = v_renamed and e.entry -> v_level = p_change -> 'to', false)
             order by e.n)
            || case when v_added is null and v_renamed is null and p_change -> v_level <> p_change -> 'to'
                    then array[p_change || v_now || jsonb_build_object('@' || v_level, p_change -> 'to')] end;
    elsif v_kind ~ '_PURGED$' then
        return p_net;       -- it was hidden already
    end if;
    return thing.fold_alteration(p_net, p_change || v_now, v_level in ('field', 'enum') and v_added is not null);
end
$$;
comment on function thing.fold_change(jsonb[], jsonb) is 'Add a change to a list of net changes. Internal.';
revoke all on function thing.fold_change(jsonb[], jsonb) from public;
