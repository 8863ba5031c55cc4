-- Things that break the rules of their class (rules relative to now are judged when a value is written, not later), and
-- things whose last version the log does not have, unless it was trimmed: both were written past the triggers. Runs
-- inside the tenant's schema.
create or replace function thing.check_things()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_class record;
    v_count bigint;
    v_whole boolean := (select s.trimmed_seq = 0 from change_log_state s);
begin
    for v_class in
        select c.id, c.name, 'tc_' || c.physical_name as table_name, t.slug,
               (select jsonb_agg(r) from jsonb_array_elements(c.compiled) r
                 where not coalesce((r ->> 'relative')::boolean, false)) as rules
          from thing_classes c
          join thing.tenants t on t.schema_name = current_schema()
         where not c.abstract and c.rollup is null and c.dropped_version is null
           and to_regclass(quote_ident('tc_' || c.physical_name)) is not null
         order by c.id
    loop
        if v_class.rules is not null then
            execute format('select count(*) from (%s) v', thing.violating_sql(v_class.id, v_class.rules)) into v_count;
            if v_count > 0 then
                return next ('rule violation', v_class.name, v_class.table_name,
                    format('%s things break rules: select * from thing.violating_rows(%L, %L)',
                        v_count, v_class.slug, v_class.name), null)::thing.damage;
            end if;
        end if;
        if v_whole then
            execute format($sql$select count(*) from %I.%I t where not exists (
                    select from change_log l
                     where l.thing_id = t.id and l.version = t.version and l.operation in ('insert', 'update'))$sql$,
                current_schema(), v_class.table_name) into v_count;
            if v_count > 0 then
                return next ('unlogged write', v_class.name, v_class.table_name, format(
                    'the log does not have the last version of %s things', v_count), null)::thing.damage;
            end if;
        end if;
    end loop;
end
$$;
comment on function thing.check_things() is 'Things that were written past the rules or the log. Internal.';
revoke all on function thing.check_things() from public;
