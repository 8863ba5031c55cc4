-- Records a hidden column of another type beside a field, in the class and all that extend it and lack one; metadata
-- only. It has no default, so that a null in it means: not converted yet. Returns the hidden field of the topmost
-- class. Runs inside the tenant's schema. Errors: TB025 INVALID_RULE when the field's rules do not fit the new type.
create or replace function thing.expand_type(
    p_field_id integer, p_type text, p_params jsonb, p_default jsonb, p_version integer, p_renamed jsonb default null)
returns integer
language plpgsql
as $$
declare
    v_field record;
    v_top integer := thing.pending_retype(p_field_id);
    v_id integer;
    v_column text;
begin
    select coalesce((select o.physical_name from thing_class_fields o where o.id = v_top),
               thing.free_column(f.class_id, f.name))
      into v_column from thing_class_fields f where f.id = p_field_id;
    for v_field in
        select f.* from thing_class_fields f
         where f.id = any (array(select thing.field_family(p_field_id))) and thing.pending_retype(f.id) is null
         order by f.id
    loop
        insert into thing_class_fields (class_id, name, physical_name, type, params, position, inherited_from,
            created_version, dropped_version, pending)
        values (v_field.class_id, v_field.name, v_column, p_type, p_params, v_field.position,
               thing.pending_retype(v_field.inherited_from),
                p_version, p_version, jsonb_build_object('replaces', v_field.id, 'default', p_default)
                || jsonb_strip_nulls(jsonb_build_object('renamed', p_renamed)))
        returning id into v_id;
        v_top := coalesce(v_top, v_id);
        perform thing.check_rules(v_field.class_id, v_id, v_field.validation_rules);
    end loop;
    return v_top;
end
$$;
comment on function thing.expand_type(integer, text, jsonb, jsonb, integer, jsonb) is
    'Record the new column of a change of type. Internal.';
revoke all on function thing.expand_type(integer, text, jsonb, jsonb, integer, jsonb) from public;
