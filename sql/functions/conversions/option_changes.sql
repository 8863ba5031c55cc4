-- Which options of a select are gone, and which are new, as part of an entry of a version's diff. p_before, p_now:
-- lists of options. Pure.
create or replace function thing.option_changes(p_before jsonb, p_now jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('optionsGone', p_before - array(select jsonb_array_elements_text(p_now)),
                              'optionsNew', p_now - array(select jsonb_array_elements_text(p_before)))
$$;
comment on function thing.option_changes(jsonb, jsonb) is
    'Which options of a select are gone, and which are new. Internal.';
revoke all on function thing.option_changes(jsonb, jsonb) from public;
