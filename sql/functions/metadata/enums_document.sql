-- The enums of the tenant as the declarative document has them, oldest first: [{name, description?, values}]. Runs
-- inside the tenant's schema.
create or replace function thing.enums_document()
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', e.name, 'description', e.description,
                   'values', e.options)) order by e.id), '[]')
          from thing_enums e
         where e.dropped_version is null);
end
$$;
comment on function thing.enums_document() is 'The enums in the declarative form. Internal.';
revoke all on function thing.enums_document() from public;
