-- A path of a checked expression, or names of a parsed one, as text: the names that fields have now, with a point
-- between. Runs inside the tenant's schema.
create or replace function thing.path_text(p_path jsonb, p_names boolean)
returns text
language plpgsql
stable
as $$
begin
    return (
        select string_agg(case when n.name = any (thing.expression_keywords()) then format('"%s"', n.name)
                               else n.name end, '.' order by p.ordinality)
          from jsonb_array_elements_text(p_path) with ordinality p
         cross join lateral (
               select case when p_names then p.value else coalesce((
                   select f.name from thing_class_fields f
                    where f.class_id = split_part(p.value, ':', 1)::integer
                      and f.physical_name = split_part(p.value, ':', 2)),
                   replace(replace(split_part(p.value, ':', 2), '_at', 'At'), '_by', 'By')) end as name) n);
end
$$;
comment on function thing.path_text(jsonb, boolean) is 'A path of an expression as text. Internal.';
revoke all on function thing.path_text(jsonb, boolean) from public;
