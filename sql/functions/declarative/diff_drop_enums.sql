-- Stage of thing.diff: the enums that a document lacks. Runs inside the tenant's schema.
create or replace function thing.diff_drop_enums(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'drop_enum', 'enum', e.name)
      from thing_enums e
     where e.dropped_version is null
       and e.name not in (select d.value ->> 'name' from jsonb_array_elements(p_document -> 'enums') d)
     order by e.id;
end
$$;
comment on function thing.diff_drop_enums(jsonb) is 'Stage of thing.diff: drop enums. Internal.';
revoke all on function thing.diff_drop_enums(jsonb) from public;
