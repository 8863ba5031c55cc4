-- How images of a class's log become images of today where options were renamed: [{"column", "source", "renamed": {old:
-- new}, "until"}, ...], or null where none were. What "source" held, until "until", stands in "column" today. Runs
-- inside the tenant's schema.
create or replace function thing.option_renames(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
begin
    if not exists (select from thing_class_fields o where o.class_id = p_class_id and o.pending ? 'by') then
        return null;
    end if;
    return (
        with recursive kept as (
            select o.pending ->> 'superseded' as field_id, o.physical_name as source, o.pending ->> 'by' as column_name,
                   thing.swapped_names(o.pending -> 'renamed') as renamed, coalesce(s.created_at, now()) as until
              from thing_class_fields o
              left join schema_versions s on s.version = o.dropped_version
             where o.class_id = p_class_id and o.pending ? 'by'
        ), chain as (
            select k.*, 1 as n from kept k
            union all
            select c.field_id, c.source, k.column_name, (
                       select jsonb_object_agg(a.name, coalesce(k.renamed -> coalesce(c.renamed ->> a.name, a.name),
                                  to_jsonb(coalesce(c.renamed ->> a.name, a.name))))
                         from (select jsonb_object_keys(c.renamed) union select jsonb_object_keys(k.renamed)) a (name)),
                   c.until, c.n + 1
              from chain c
              join kept k on k.field_id = c.field_id and k.source = c.column_name
             where c.n < 100
        )
        select jsonb_agg(jsonb_build_object('column', c.column_name, 'source', c.source,
                   'renamed', c.renamed, 'until', c.until))
          from chain c
          join thing_class_fields f on f.id = c.field_id::integer and f.physical_name = c.column_name
           and f.dropped_version is null);
end
$$;
comment on function thing.option_renames(integer) is
    'How images of the log follow options that were renamed. Internal.';
revoke all on function thing.option_renames(integer) from public;
