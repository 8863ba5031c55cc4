-- What differs between two images of a thing: {"field": {"old", "new"}}, without the system fields. Pure.
create or replace function thing.image_changes(p_old jsonb, p_new jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(e.key, jsonb_build_object('old', p_old -> e.key, 'new', p_new -> e.key)), '{}')
      from jsonb_object_keys(coalesce(p_new, p_old)) e (key)
     where e.key not in ('id', 'version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy')
       and coalesce(p_old -> e.key, 'null') <> coalesce(p_new -> e.key, 'null')
$$;
comment on function thing.image_changes(jsonb, jsonb) is 'Difference of two images of a thing. Internal.';
revoke all on function thing.image_changes(jsonb, jsonb) from public;
