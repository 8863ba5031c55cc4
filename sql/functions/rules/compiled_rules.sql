-- The effective rules of a class with their predicates (thing.compiled_rules_of), an empty list where it has none. Runs
-- inside the tenant's schema.
-- Errors: those of thing.compiled_rules_of.
create or replace function thing.compiled_rules(p_class_id integer)
returns jsonb
language plpgsql
volatile
as $$
begin
    return coalesce((select r.compiled from thing.compiled_rules_of(array[p_class_id]) r), '[]');
end
$$;
comment on function thing.compiled_rules(integer) is 'Effective rules of a class with their predicates. Internal.';
revoke all on function thing.compiled_rules(integer) from public;
