-- Stage of thing.diff: the classes that a document renames. Runs inside the tenant's schema.
create or replace function thing.diff_rename_classes(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'rename_class', 'class', m.live, 'to', m.wanted)
      from thing.match_names(array(select c.name from thing_classes c where c.dropped_version is null),
               p_document -> 'classes', 'class') m
     where m.place is not null
     order by m.place;
end
$$;
comment on function thing.diff_rename_classes(jsonb) is 'Stage of thing.diff: rename classes. Internal.';
revoke all on function thing.diff_rename_classes(jsonb) from public;
