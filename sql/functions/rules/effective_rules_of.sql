-- The rules that hold for a class, each with where it comes from (thing.effective_rules_of_many). Runs inside the
-- tenant's schema.
create or replace function thing.effective_rules_of(p_class_id integer)
returns table (scope text, field_id integer, field_name text, physical_name text, check_name text, rule text,
               argument jsonb, message text,
               source_class_id integer, source text, of_items boolean)
language plpgsql
stable
as $$
begin
    return query
    select e.scope, e.field_id, e.field_name, e.physical_name, e.check_name, e.rule, e.argument, e.message,
           e.source_class_id, e.source, e.of_items
      from thing.effective_rules_of_many(array[p_class_id]) e;
end
$$;
comment on function thing.effective_rules_of(integer) is
    'The rules that hold for a class, inherited ones included, and where each comes from. Internal.';
revoke all on function thing.effective_rules_of(integer) from public;
