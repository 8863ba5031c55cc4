-- The image before an update without the large values (2 KB) that it left as they were: "_same" names their columns.
-- thing.whole_image finds them in the next image that has them, or in the thing itself. Lists of texts stay, since
-- options in them may be renamed (thing.renamed_image). Pure.
create or replace function thing.slim_image(p_before jsonb, p_after jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when s.columns is null then p_before
                else p_before - s.columns || jsonb_build_object('_same', to_jsonb(s.columns)) end
      from (select array_agg(b.key) as columns
              from jsonb_each(p_before) b
             where pg_column_size(b.value) > 2000 and b.value = p_after -> b.key
               and (jsonb_typeof(b.value) <> 'array' or jsonb_typeof(b.value -> 0) is distinct from 'string')) s
$$;
comment on function thing.slim_image(jsonb, jsonb) is 'An image without what is large and unchanged. Internal.';
revoke all on function thing.slim_image(jsonb, jsonb) from public;
