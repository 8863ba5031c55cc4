-- Whether a field with an expression has what a computed field can have. Errors: TB020 INVALID_CHANGE, TB02A
-- INVALID_EXPRESSION (how it is written).
create or replace function thing.check_computed(p_field jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_types constant text[] := array['integer', 'bigint', 'decimal', 'float', 'boolean', 'text', 'date', 'time',
        'datetime', 'uuid'];
    v_key text;
begin
    if p_field ->> 'type' <> all (v_types) then
        perform thing.fail('INVALID_CHANGE', format('field %s is computed, so its type is one of %s',
            p_field ->> 'name', array_to_string(v_types, ', ')), p_field);
    end if;
    select k into v_key from unnest(array['default', 'target', 'onDelete', 'inverse', 'unique']) k
     where p_field -> k <> 'null' and p_field -> k <> 'false' limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE',
            format('field %s is computed, so it cannot have %s', p_field ->> 'name', v_key), p_field);
    end if;
    if p_field -> 'personal' = 'true' then
        perform thing.fail('INVALID_CHANGE', format('field %s is computed, so it cannot be personal',
            p_field ->> 'name'), p_field, 'Mark the fields that it is computed from.');
    elsif p_field -> 'kept' = 'true' and p_field ->> 'stored' is not null then
        perform thing.fail('INVALID_CHANGE', format('field %s cannot have both "stored" and "kept"',
            p_field ->> 'name'), p_field,
            '"stored" is for what is made of one thing, "kept" for figures of lists.');
    end if;
    perform thing.parse_expression(p_field ->> 'expression');
end
$$;
comment on function thing.check_computed(jsonb) is 'Fail unless a computed field has what it can have. Internal.';
revoke all on function thing.check_computed(jsonb) from public;
