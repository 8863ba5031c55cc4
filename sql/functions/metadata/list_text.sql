-- The list of a figure in a checked expression as text, by the names that its fields have now. Runs inside the tenant's
-- schema.
create or replace function thing.list_text(p_list jsonb)
returns text
language plpgsql
stable
as $$
begin
    return concat_ws('.', nullif(thing.path_text(p_list -> 'path', false), ''), (
        select case p_list ->> 'kind' when 'links' then f.name else f.inverse_name end
          from thing_class_fields f
         where f.class_id = split_part(p_list ->> 'link', ':', 1)::integer
           and f.physical_name = split_part(p_list ->> 'link', ':', 2)));
end
$$;
comment on function thing.list_text(jsonb) is 'The list of a figure in an expression as text. Internal.';
revoke all on function thing.list_text(jsonb) from public;
