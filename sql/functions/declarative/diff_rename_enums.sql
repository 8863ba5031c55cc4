-- Stage of thing.diff: the enums that a document renames. Runs inside the tenant's schema.
create or replace function thing.diff_rename_enums(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'rename_enum', 'enum', m.live, 'to', m.wanted)
      from thing.match_names(array(select e.name from thing_enums e where e.dropped_version is null),
               p_document -> 'enums', 'enum') m
     where m.place is not null
     order by m.place;
end
$$;
comment on function thing.diff_rename_enums(jsonb) is 'Stage of thing.diff: rename enums. Internal.';
revoke all on function thing.diff_rename_enums(jsonb) from public;
