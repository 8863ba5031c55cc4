-- The columns of a thing's own row that a checked expression reads, as thing.expression_sql writes it over an alias:
-- with those that computed fields read which are not stored. Runs inside the tenant's schema.
create or replace function thing.expression_columns(p_tree jsonb)
returns text[]
language plpgsql
stable
as $$
begin
    return array(
        with recursive used as (
            select k #>> '{}' as key from jsonb_path_query(p_tree, 'strict $.**.path[0]') k
            union
            select k #>> '{}'
              from used
              join thing_class_fields f on f.class_id = split_part(used.key, ':', 1)::integer
               and f.physical_name = split_part(used.key, ':', 2) and f.inlined
             cross join jsonb_path_query(f.expression -> 'tree', 'strict $.**.path[0]') k
        )
        select split_part(u.key, ':', 2)
          from used u
         where not exists (select from thing_class_fields f
                            where f.class_id = split_part(u.key, ':', 1)::integer
                              and f.physical_name = split_part(u.key, ':', 2) and f.inlined)
         order by 1);
end
$$;
comment on function thing.expression_columns(jsonb) is 'Columns of its row that an expression reads. Internal.';
revoke all on function thing.expression_columns(jsonb) from public;
