-- The object of a link or unlink by API name: {"field": target}; empty where the field is hidden. Runs inside the
-- tenant's schema.
create or replace function thing.link_json(p_class_id integer, p_link jsonb)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_object_agg(f.name, e.value), '{}')
          from jsonb_each(p_link) e
          join thing_class_fields f on f.class_id = p_class_id and f.physical_name = e.key
           and f.dropped_version is null);
end
$$;
comment on function thing.link_json(integer, jsonb) is 'A link by API name. Internal.';
revoke all on function thing.link_json(integer, jsonb) from public;
