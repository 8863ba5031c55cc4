-- Every constraint and index that the metadata wants on a class's table and its join tables
-- (thing.wanted_constraints_and_indexes).
-- Runs inside the tenant's schema.
create or replace function thing.desired_objects(p_class_id integer)
returns setof thing.desired_object
language plpgsql
stable
as $$
begin
    return query
    select d.*
      from thing.wanted_constraints_and_indexes(p_class_id,
               (select r.rules from thing.native_rules(array[p_class_id]) r)) d;
end
$$;
comment on function thing.desired_objects(integer) is
    'Constraints and indexes that the metadata wants on a class''s tables. Internal.';
revoke all on function thing.desired_objects(integer) from public;
