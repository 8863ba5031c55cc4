-- Every trigger of a class's table and of its join tables, as statements, from its metadata. Runs inside the tenant's
-- schema.
-- Errors: those of thing.class_predicate_sql.
create or replace function thing.class_triggers_sql(p_class_id integer)
returns setof text
language plpgsql
stable
as $$
begin
    return query
    select s
      from thing_classes c
      cross join lateral thing.triggers_of_sql(c.id, thing.class_predicate_sql(c.id)) s
     where c.id = p_class_id and not c.abstract and c.dropped_version is null;
end
$$;
comment on function thing.class_triggers_sql(integer) is 'CREATE TRIGGER statements of a class''s tables. Internal.';
revoke all on function thing.class_triggers_sql(integer) from public;
