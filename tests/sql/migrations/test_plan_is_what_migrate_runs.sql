-- The statements of a plan, run by hand, give exactly the tables that migrate makes.
begin;
select plan(2);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Tag', '[{"name": "name", "type": "text"}]');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"}, {"name": "tag", "type": "reference", "target": "Tag"},
    {"name": "tags", "type": "references", "target": "Tag"}]');
insert into tenant_shop.tc_tag (name) values ('t');
insert into tenant_shop.tc_product (title, tag) select 'x', id from tenant_shop.tc_tag;
create function pg_temp.fingerprint() returns text language sql as $$
    select string_agg(line, E'\n' order by line) from (
        select format('%s.%s %s %s %s %s', c.relname, a.attname, a.attacl, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
          from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
         where c.relnamespace = 'tenant_shop'::regnamespace and c.relkind = 'r' and c.relname ~ '^t[cj]_'
        union all select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'tenant_shop'::regnamespace and c.relname ~ '^t[cj]_'
        union all select k.conname || ' ' || pg_get_constraintdef(k.oid) from pg_constraint k join pg_class c on c.oid = k.conrelid
                   where k.connamespace = 'tenant_shop'::regnamespace and c.relname ~ '^t[cj]_'
        union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
                   where c.relnamespace = 'tenant_shop'::regnamespace and not t.tgisinternal
        union all select c.relname || ' ' || c.relacl::text from pg_class c where c.relnamespace = 'tenant_shop'::regnamespace and c.relname ~ '^t[cj]_'
        union all select 'p ' || p::text from tenant_shop.tc_product p union all select 'i ' || i.id from tenant_shop.thing_instances i) f (line)
$$;
create temp table ops as select '[
    {"op": "add_field", "class": "Product", "field": {"name": "price", "type": "decimal", "required": true, "default": 1, "indexed": true}},
    {"op": "create_class", "class": "SpecialTag", "extends": "Tag", "fields": [{"name": "level", "type": "integer", "unique": true}]},
    {"op": "set_rules", "class": "Product", "field": "title", "rules": {"maxLength": 5, "required": true}},
    {"op": "drop_field", "class": "Product", "field": "tags"},
    {"op": "add_unique", "class": "Product", "name": "both", "fields": ["title", "price"]}]'::jsonb as o;
create temp table made (way text, fingerprint text);
-- DO is its own subtransaction: what it did by hand is undone, what it saw is kept.
create function pg_temp.by_hand() returns text language plpgsql as $$
declare v_plan jsonb := thing.plan('shop', (select o from ops)); v_sql text; v_made text;
begin
    begin
        foreach v_sql in array array(select s ->> 'sql' from jsonb_array_elements(v_plan -> 'statements') with ordinality as s (s, n) order by n) loop
            set constraints all immediate;
            execute v_sql;
        end loop;
        v_made := pg_temp.fingerprint();
        raise exception using errcode = 'ZZ999';
    exception when sqlstate 'ZZ999' then null;
    end;
    return v_made;
end $$;
insert into made select 'before', pg_temp.fingerprint();
insert into made select 'plan', regexp_replace(regexp_replace(pg_temp.by_hand(), '([{/])' || current_user, '\1thing_owner', 'g'), '_(3|4|5)(_|\M)', '_N\2', 'g');
select thing.migrate('shop', o) from ops;
insert into made select 'migrate', regexp_replace(pg_temp.fingerprint(), '_(3|4|5)(_|\M)', '_N\2', 'g');
select isnt((select fingerprint from made where way = 'plan'), (select fingerprint from made where way = 'before'), 'sanity: the plan does something');
create function pg_temp.lines(p_way text) returns setof text language sql as $$
    select string_to_table(regexp_replace(fingerprint, '\(''[0-9]+''|tm_2_[0-9]+', 'N', 'g'), E'\n') from made where way = p_way
$$;
select bag_eq($$ select pg_temp.lines('plan') $$, $$ select pg_temp.lines('migrate') $$, 'by hand or by migrate: the same');
select * from finish();
rollback;
