-- An image of the log with the options that were renamed since. p_renames: thing.option_renames; null: no option was
-- renamed. What counts is the column that was the field's own when the thing was last written; others of it are
-- missing, not filled yet (a job was at it), or out of date.
create or replace function thing.renamed_image(p_image jsonb, p_renames jsonb)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select case when p_renames is null or p_image is null then p_image else p_image || coalesce((
        select jsonb_object_agg(r.name, r.value)
          from (select distinct on (e.item ->> 'column') e.item ->> 'column' as name,
                       thing.renamed_values(p_image -> (e.item ->> 'source'), e.item -> 'renamed') as value
                  from jsonb_array_elements(p_renames) e (item)
                 where p_image ? (e.item ->> 'source')
                   and (p_image ->> 'updated_at')::timestamptz < (e.item ->> 'until')::timestamptz
                   and (p_image -> (e.item ->> 'source') <> 'null'
                        or coalesce(p_image -> (e.item ->> 'column'), 'null') = 'null')
                 order by e.item ->> 'column', (e.item ->> 'until')::timestamptz) r), '{}') end
$$;
comment on function thing.renamed_image(jsonb, jsonb) is 'An image of the log with renamed options. Internal.';
revoke all on function thing.renamed_image(jsonb, jsonb) from public;
