-- Triggers of classes: missing, disabled, replaced, unknown; and on tables of ours that should have none. Foreign keys
-- are triggers of PostgreSQL's own, which can be disabled too. The predicate is the one that is kept:
-- thing.check_caches holds that to the rules. Runs inside the tenant's schema.
create or replace function thing.check_triggers()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_schema text := current_schema();
begin
    return query
    with statements as materialized (
        -- create or replace trigger <name> ... on <schema>.<table> ...
        select c.id, c.name, s.sql, s.n, split_part(s.sql, ' ', 5) as trigger,
               split_part(split_part(s.sql, ' on ' || quote_ident(v_schema) || '.', 2), ' ', 1) as table_name
          from thing_classes c
          cross join lateral thing.triggers_of_sql(c.id, c.predicate) with ordinality s (sql, n)
    ), ours as materialized (
        select w.table_name, c.id, c.name
          from thing.wanted_parts() w
          left join (select 'tc_' || k.physical_name as table_name, k.id, k.name from thing_classes k
                     union all
                     select format('tj_%s_%s', f.class_id, f.physical_name), k.id, k.name
                       from thing_class_fields f join thing_classes k on k.id = f.class_id
                      where f.type = 'references') c on c.table_name = w.table_name
         where w.part = 'table'
    ), actual as materialized (
        select r.relname::text as table_name, t.tgname::text as name, t.tgenabled, t.tgisinternal, t.oid
          from pg_trigger t
          join pg_class r on r.oid = t.tgrelid and r.relnamespace = quote_ident(v_schema)::regnamespace
    ), damaged as materialized (
        select 'missing trigger' as kind, s.id, s.name as class, s.table_name, s.trigger, 'it is not there' as message
          from statements s
         where s.table_name in (select r.relname from pg_class r
                                 where r.relnamespace = quote_ident(v_schema)::regnamespace)
           and (s.table_name, s.trigger) not in (select a.table_name, a.name from actual a)
        union all
        select 'unknown trigger', k.id, k.name, a.table_name, a.name, 'it is not one of ours'
          from actual a
          join ours k on k.table_name = a.table_name
         where not a.tgisinternal
           and a.name !~ '^retype_[0-9]+$' and not (thing.is_our_trigger(a.name) and a.table_name ~ '^t[cj]_')
           and (a.table_name, a.name) <> ('thing_numbers', 'keep_number')
        union all
        select 'disabled trigger', k.id, k.name, a.table_name, a.name,
               case when a.tgisinternal then 'a foreign key is not enforced' else 'it does not fire' end
          from actual a
          join ours k on k.table_name = a.table_name
         where a.tgenabled not in ('O', 'A')
        union all
        select 'missing trigger', null, null, 'thing_numbers', 'keep_number', 'numbers would be given out twice'
         where to_regclass('thing_numbers') is not null and ('thing_numbers', 'keep_number') not in (
             select a.table_name, a.name from actual a)
        union all
        select distinct 'missing trigger', c.id, c.name, 'tc_' || c.physical_name, 'retype',
               'a change of type does not follow new rows'
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and not c.abstract
          cross join lateral thing.retype_steps(c.id) s
         where f.pending ? 'replaces'
    ), changed as materialized (
        select c.id, c.name, 'tc_' || c.physical_name as table_name
          from thing_classes c
          join (select s.id, thing.triggers_hash(array_agg(s.sql order by s.n)) as hash from statements s
                 group by s.id) w on w.id = c.id
          left join thing.trigger_prints(null) p on p.class_id = c.id
         where c.triggers_hash is distinct from w.hash || ' ' || p.print
           and not exists (select from ours o where o.id = c.id and to_regclass(quote_ident(o.table_name)) is null)
           and not exists (select from damaged d where d.id = c.id and d.kind <> 'unknown trigger')
    )
    select d.kind, d.class, d.table_name || '.' || d.trigger, d.message,
           case
               when d.trigger = 'keep_number' and d.kind = 'missing trigger'
                   then array[thing.number_trigger_sql(v_schema)]
               when d.kind = 'missing trigger' then array(select s.sql from thing.trigger_steps(d.id) s union all
                                                 select s.sql from thing.retype_steps(d.id) s)
               when d.kind = 'unknown trigger'
                   then array[format('drop trigger %I on %I.%I', d.trigger, v_schema, d.table_name)]
               else array[format('alter table %I.%I enable trigger %I', v_schema, d.table_name, d.trigger)] end
      from damaged d
    union all
    select 'changed trigger', c.name, c.table_name, 'a trigger of the class is not as we made it',
           array(select s.sql from thing.trigger_steps(c.id) s)
      from changed c;
end
$$;
comment on function thing.check_triggers() is 'Triggers that are not as they should be. Internal.';
revoke all on function thing.check_triggers() from public;
