-- What the API calls the enum of a field: as the one that it shares, or by class and field; null where it has none.
-- Runs inside the tenant's schema.
create or replace function thing.enum_type(p_class text, p_field text, p_params jsonb)
returns text
language plpgsql
stable
as $$
begin
    return case when p_params ? 'values' then coalesce(thing.shown_params(p_params) ->> 'enum',
               p_class || upper(left(p_field, 1) collate "C") || substr(p_field, 2)) end;
end
$$;
comment on function thing.enum_type(text, text, jsonb) is 'The GraphQL enum of a field. Internal.';
revoke all on function thing.enum_type(text, text, jsonb) from public;
