-- Parameters of a field as they are shown and given: an enum by its name, without its options. Runs inside the tenant's
-- schema.
create or replace function thing.shown_params(p_params jsonb)
returns jsonb
language plpgsql
stable
as $$
begin
    return case when p_params ? 'enum'
        then p_params - 'values' || (select jsonb_build_object('enum', e.name) from thing_enums e
                                      where e.id = (p_params ->> 'enum')::integer)
        else p_params end;
end
$$;
comment on function thing.shown_params(jsonb) is 'Parameters of a field with its enum by name. Internal.';
revoke all on function thing.shown_params(jsonb) from public;
