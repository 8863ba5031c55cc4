-- Makes the tables of all classes from the metadata that stand in the schema, without constraints, indexes and triggers
-- (thing.make_objects). All metadata are checked on the way as if they were new: types, parameters, rules, defaults.
-- Runs inside the tenant's schema.
-- Errors: TB020 to TB028 for metadata that this server cannot serve (an unknown type or rule, a missing extension).
create or replace function thing.make_tables()
returns void
language plpgsql
as $$
declare
    v_sql text;
begin
    perform thing.check_rules(f.class_id, f.id, f.validation_rules) from thing_class_fields f;
    perform thing.check_rules(c.id, null, c.rules),
    thing.class_predicate_sql(c.id) from thing_classes c where c.dropped_version is null;
    for v_sql in
        select s.sql from thing_classes c cross join lateral (
            select q.sql from thing.sequence_steps(c.id) q union all
            select thing.class_table_sql(c.id) union all select j.sql from thing.join_table_steps(c.id) j) s (sql)
         where not c.abstract
    loop
        execute v_sql;
    end loop;
end
$$;
comment on function thing.make_tables() is 'Make the tables of all classes from their metadata. Internal.';
revoke all on function thing.make_tables() from public;
