-- {op, class, name}. Metadata only; runs inside the tenant's schema. Errors: TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD,
-- TB037 INHERITED_FIELD.
create or replace function thing.op_drop_unique(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_unique record;
    v_fields jsonb;
    v_result thing.op_result;
begin
    select u.id, u.inherited_from, u.field_ids into v_unique
      from thing_class_uniques u
     where u.class_id = v_class and u.name = p_op ->> 'name' and u.dropped_version is null;
    if not found then
        perform thing.fail('UNKNOWN_FIELD', format('class %s has no unique %s', p_op ->> 'class', p_op ->> 'name'));
    elsif v_unique.inherited_from is not null then
        perform thing.fail('INHERITED_FIELD', format('unique %s is inherited', p_op ->> 'name'));
    end if;
    with recursive family as (
        select v_unique.id as id
        union
        select u.id from thing_class_uniques u join family f on u.inherited_from = f.id
    )
    update thing_class_uniques u set dropped_version = p_version from family where u.id = family.id;
    select jsonb_agg(f.name order by k.n) into v_fields
      from unnest(v_unique.field_ids) with ordinality k (id, n)
      join thing_class_fields f on f.id = k.id;
    v_result.inverse := jsonb_build_array(jsonb_build_object(
        'op', 'add_unique', 'class', p_op ->> 'class', 'name', p_op ->> 'name', 'fields', v_fields));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'UNIQUE_DROPPED', 'class', p_op ->> 'class',
        'unique', p_op ->> 'name', 'impact', 'BREAKING'));   -- nothing can be looked for by it any more
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_drop_unique(jsonb, integer) is 'Schema operation drop_unique. Internal.';
revoke all on function thing.op_drop_unique(jsonb, integer) from public;
