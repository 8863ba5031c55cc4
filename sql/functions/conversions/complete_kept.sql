-- Descendants that came after a change of type have no kept column: records one for each, before the change is undone.
-- Runs inside the tenant's schema.
create or replace function thing.complete_kept(p_other integer, p_field_id integer, p_version integer)
returns void
language plpgsql
as $$
declare
    v_field record;
begin
    for v_field in
        select f.id, f.class_id, f.inherited_from
          from thing_class_fields f
         where f.id = any (array(select thing.field_family(p_field_id)))
           and not exists (select from thing_class_fields o
                            where o.id = any (array(select thing.field_family(p_other))) and o.class_id = f.class_id)
         order by f.id
    loop
        insert into thing_class_fields (class_id, name, physical_name, type, params, default_value, position,
            inherited_from, created_version, dropped_version, pending)
        select v_field.class_id, o.name, o.physical_name, o.type, o.params, o.default_value, o.position,
               kept.id, p_version, p_version,
               jsonb_build_object('superseded', v_field.id)
                   || jsonb_strip_nulls(jsonb_build_object('renamed', o.pending -> 'renamed'))
          from thing_class_fields o
          join thing_class_fields kept on kept.pending ->> 'superseded' = v_field.inherited_from::text
           and kept.id = any (array(select thing.field_family(p_other)))
         where o.id = p_other;
    end loop;
end
$$;
comment on function thing.complete_kept(integer, integer, integer) is
    'Record the kept column in descendants that lack it. Internal.';
revoke all on function thing.complete_kept(integer, integer, integer) from public;
