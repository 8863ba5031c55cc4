-- The references that a rollup's paths go through, each once, nearest first: the path to it, the alias of the thing it
-- leads to and of the one that it stands in, its column there, the class that it points to, the columns needed of that
-- class. Alias _s is the counted thing itself, _h1, _h2 ... what the references lead to. Runs inside the tenant's
-- schema.
create or replace function thing.rollup_hops(p_rollup jsonb)
returns table (
    hop integer, prefix integer[], alias text, source_alias text, source_column text, target_id integer,
    columns text[])
language plpgsql
stable
as $$
begin
    return query
    with paths as materialized (
        select array(select (e #>> '{}')::integer from jsonb_array_elements(i -> 'path') e) as path
          from jsonb_path_query(p_rollup, '$.*[*] ? (exists (@.path))') i
    ), prefixes as materialized (
        select d.prefix, row_number() over (order by cardinality(d.prefix), d.prefix)::integer as n
          from (select distinct p.path[:l] as prefix
                  from paths p cross join generate_series(1, cardinality(p.path) - 1) l) d
    )
    select h.n, h.prefix, '_h' || h.n, coalesce('_h' || b.n, '_s'), f.physical_name, f.target_id, array(
               select distinct n.physical_name
                 from paths p
                 join thing_class_fields n on n.id = p.path[cardinality(h.prefix) + 1]
                where p.path[:cardinality(h.prefix)] = h.prefix
                order by 1)
      from prefixes h
      join thing_class_fields f on f.id = h.prefix[cardinality(h.prefix)]
      left join prefixes b on b.prefix = h.prefix[:cardinality(h.prefix) - 1]
     order by h.n;
end
$$;
comment on function thing.rollup_hops(jsonb) is 'The references that a rollup''s paths go through. Internal.';
revoke all on function thing.rollup_hops(jsonb) from public;
