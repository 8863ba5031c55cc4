-- References to a parent class point to thing_instances, whose foreign key says only that the thing is there: this says
-- that it is of the target class or one that extends it. For all rows of the statement at once, after their own
-- instance rows are written. Arguments: column, target class id, and so on in pairs. The instance rows are locked as a
-- foreign key locks them, so none of them can leave its class (be deleted and created again) before this transaction
-- ends.
-- Errors: TB061 INVALID_REFERENCE. Definer: reads the tenant's metadata for roles that may not.
create or replace function thing.check_references()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_key text := case when tg_argv[0] = 'target_id' and tg_table_name like 'tj\_%' then 'source_id' else 'id' end;
    v_missing uuid[];
begin
    for v_pair in 0 .. tg_nargs - 1 by 2 loop
        execute format($sql$
            with recursive family (id) as (
                values ($1)
                union
                select c.id from %1$I.thing_classes c join family f on c.extends_id = f.id),
            wanted as materialized (
                select distinct r.id
                  from (select n.%3$I, n.%2$I from new_rows n where n.%2$I is not null%4$s) r (thing, id)),
            held as materialized (
                select i.id
                  from %1$I.thing_instances i
                 where i.id = any (array(select w.id from wanted w))
                   and i.class_id = any (array(select f.id from family f))
                 order by i.id
                   for key share of i)
            select array_agg(w.id order by w.id) from wanted w where not exists (select from held h where h.id = w.id)
            $sql$, tg_table_schema, tg_argv[v_pair], v_key,
            case tg_op when 'UPDATE' then format(' except select o.%I, o.%I from old_rows o',
                v_key, tg_argv[v_pair]) end)
           into v_missing using tg_argv[v_pair + 1]::integer;
        if v_missing is not null then
            perform thing.fail('INVALID_REFERENCE',
                format('%s.%s refers to things that do not exist or belong to another class: %s',
                    tg_table_name, tg_argv[v_pair],
                    array_to_string(v_missing[:10], ', ')),
                jsonb_build_object('table', tg_table_name, 'column', tg_argv[v_pair],
                    'ids', to_jsonb(v_missing[:100])));
        end if;
    end loop;
    return null;
end
$$;
comment on function thing.check_references() is 'Trigger function: references to a parent class point to its things.';
revoke all on function thing.check_references() from public;
