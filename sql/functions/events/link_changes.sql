-- A link or unlink in the form of changes: {"field": {"added": id}} or {"field": {"removed": id}}. Pure.
create or replace function thing.link_changes(p_operation text, p_link jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(e.key,
               jsonb_build_object(case p_operation when 'link' then 'added' else 'removed' end, e.value)), '{}')
      from jsonb_each(p_link) e
$$;
comment on function thing.link_changes(text, jsonb) is 'A link as a change of its field. Internal.';
revoke all on function thing.link_changes(text, jsonb) from public;
