-- The items of a rollup as they are kept: with the ids of its fields in place of their definitions. Runs inside the
-- tenant's schema.
create or replace function thing.rollup_fields(p_rollup_id integer, p_items jsonb)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_agg(i.item - 'definition' || jsonb_build_object('field', f.id) order by i.n), '[]')
          from jsonb_array_elements(p_items) with ordinality i (item, n)
          join thing_class_fields f on f.class_id = p_rollup_id and f.name = i.item #>> '{definition,name}');
end
$$;
comment on function thing.rollup_fields(integer, jsonb) is 'The items of a rollup as they are kept. Internal.';
revoke all on function thing.rollup_fields(integer, jsonb) from public;
