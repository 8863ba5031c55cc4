-- What an exchange of a field's column means to clients: another type, or an option of another name. Part of an entry
-- of a version's diff; the impact of another type is the caller's to say. Pure.
create or replace function thing.swap_meaning(p_renamed jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select jsonb_build_object('kind', 'OPTION_RENAMED', 'from', e.key, 'to', e.value,
               'impact', 'BREAKING') from jsonb_each(p_renamed) e),
                    '{"kind": "FIELD_TYPE_CHANGED"}')
$$;
comment on function thing.swap_meaning(jsonb) is 'What an exchange of a field''s column means to clients. Internal.';
revoke all on function thing.swap_meaning(jsonb) from public;
