-- Records an index of a class over several keys, [{field, order?, nulls?}] (thing.index_keys has them back); those that
-- extend the class have it too. Runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB020 INVALID_CHANGE, TB022 UNKNOWN_FIELD.
create or replace function thing.insert_index(p_class_id integer, p_name text, p_keys jsonb, p_version integer)
returns void
language plpgsql
as $$
declare
    v_key jsonb;
    v_id integer;
    v_field_ids integer[] := '{}';
    v_orders text[] := '{}';
begin
    perform thing.check_name(p_name, 'index');
    if jsonb_typeof(p_keys) is distinct from 'array' or jsonb_array_length(p_keys) not between 1 and 8 then
        perform thing.fail('INVALID_CHANGE', format('index %s needs a list of 1 to 8 keys', p_name), p_keys);
    elsif exists (select from thing_class_indexes i where i.class_id = p_class_id and i.name = p_name) then
        perform thing.fail('NAME_TAKEN', format('index %s already exists', p_name),
            jsonb_build_object('index', p_name));
    end if;
    for v_key in select k.value from jsonb_array_elements(p_keys) with ordinality k order by k.ordinality loop
        perform thing.check_keys(v_key, array['field', 'order', 'nulls'], 'a key of an index');
        if jsonb_typeof(v_key -> 'field') is distinct from 'string'
           or coalesce(v_key ->> 'order', 'ASC') not in ('ASC', 'DESC')
           or coalesce(v_key ->> 'nulls', 'LAST') not in ('FIRST', 'LAST') then
            perform thing.fail('INVALID_CHANGE', format('index %s: a key is {"field": name, "order": "ASC" or "DESC", '
                '"nulls": "FIRST" or "LAST"}', p_name), v_key);
        end if;
        select s.id into v_id from thing.system_keys() s where s.name = v_key ->> 'field';
        v_id := coalesce(v_id, thing.field_id(p_class_id, v_key ->> 'field'));
        if v_id > 0 and not exists (
               select from thing_class_fields f join thing.field_types t on t.name = f.type
                where f.id = v_id and t.index_method like 'btree %'
                  and thing.has_column(f.expression, f.inlined, null)) then
            perform thing.fail('INVALID_CHANGE', format('index %s: %s has no order or is not stored, so it cannot be a '
                'key', p_name, v_key ->> 'field'), v_key);
        elsif v_id = any (v_field_ids) then
            perform thing.fail('INVALID_CHANGE', format('index %s has the key %s twice', p_name, v_key ->> 'field'),
                p_keys);
        end if;
        v_field_ids := v_field_ids || v_id;
        v_orders := v_orders || (coalesce(v_key ->> 'order', 'ASC')
            || case when v_key ->> 'order' = 'DESC' and v_key ->> 'nulls' = 'LAST' then '_NULLS_LAST'
                    when coalesce(v_key ->> 'order', 'ASC') = 'ASC' and v_key ->> 'nulls' = 'FIRST' then '_NULLS_FIRST'
                    else '' end);
    end loop;
    insert into thing_class_indexes (class_id, name, field_ids, orders, created_version)
    values (p_class_id, p_name, v_field_ids, v_orders, p_version);
end
$$;
comment on function thing.insert_index(integer, text, jsonb, integer) is 'Record an index over several keys. Internal.';
revoke all on function thing.insert_index(integer, text, jsonb, integer) from public;
