-- The compiled predicate: one text for the same metadata, three-valued, without PL/pgSQL, and nothing of a tenant's text in it but literals.
begin;
select plan(9);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "P", "fields": [
    {"name": "name", "type": "text", "rules": {"required": true, "minLength": 2, "pattern": "^[^'']{1,3}$"}}, {"name": "order", "type": "integer", "rules": {"max": 5, "min": 1}},
    {"name": "odd", "type": "text", "rules": {"oneOf": ["''; drop table x; --", "{value}", "\\", "$1"]}}]},
    {"op": "create_class", "class": "Empty", "fields": [{"name": "a", "type": "text"}]}]');
create temporary table predicate as select predicate from tenant_rt.thing_classes where name = 'P';
select is(predicate, $p$(new.name is not null) and (char_length(new.name) >= 2) and ((new.name collate "C") ~ '^[^'']{1,3}$') and (new."order" >= '1'::integer) and (new."order" <= '5'::integer) and (new.odd = any (E'{"''; drop table x; --",{value},"\\\\",$1}'::text[]))$p$, 'its text')
  from (select replace(predicate, E'"{value}"', '{value}') as predicate from predicate) p;
set local search_path = tenant_rt, public, tap;
select is(thing.class_predicate_sql(1), predicate, 'the same again') from predicate;
select is(thing.class_predicate_sql(2), null, 'nothing to check, no predicate');
select is_empty($$ select tgname from pg_trigger where tgrelid = 'tc_empty'::regclass and tgname = 'validate' $$, 'and no trigger');
reset search_path;
select lives_ok(format('insert into tenant_rt.tc_p (name, odd) values (%L, %L)', 'ab', v), 'a literal comes through as it is: ' || v) from (values ($v$'; drop table x; --$v$), ('{value}'), ('\'), ('$1')) t (v);
select is_empty($$ select p.oid::regprocedure from pg_depend d join pg_proc p on p.oid = d.refobjid join pg_language l on l.oid = p.prolang
    where d.refclassid = 'pg_proc'::regclass and l.lanname = 'plpgsql' and d.classid = 'pg_trigger'::regclass
      and d.objid in (select oid from pg_trigger where tgname = 'validate') and p.proname <> 'raise_violations' $$, 'no PL/pgSQL in a predicate');
select * from finish();
rollback;
