-- Whether a change has the keys that thing.change_types says, and returns its name.
-- Errors: TB020 INVALID_CHANGE.
create or replace function thing.check_operation(p_op jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_operation record;
    v_key text;
begin
    if jsonb_typeof(p_op) is distinct from 'object' then
        perform thing.fail('INVALID_CHANGE', 'a change must be a JSON object with a key op', p_op);
    end if;
    select o.name, o.required, o.optional into v_operation from thing.change_types o where o.name = p_op ->> 'op';
    if not found then
        perform thing.fail('INVALID_CHANGE', format('unknown change %s', coalesce(p_op ->> 'op', 'without a name')),
            jsonb_build_object('known', (select jsonb_agg(o.name order by o.name) from thing.change_types o)));
    end if;
    perform thing.check_keys(p_op, array['op'] || v_operation.required || v_operation.optional, v_operation.name);
    select k into v_key from unnest(v_operation.required) k where not p_op ? k order by k limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE', format('%s needs the key %s', v_operation.name, v_key), p_op);
    end if;
    select k.key into v_key
      from jsonb_each(p_op) v
      join (values ('class', 'string'), ('field', 'string'), ('enum', 'string'), ('values', 'array'),
                   ('from', 'string'), ('to', 'string'), ('name', 'string'), ('label', 'string'),
                   ('description', 'string'), ('deprecated', 'string'), ('abstract', 'boolean'),
                   ('rules', 'object'), ('set', 'object'),
                   ('fields', 'array'), ('uniques', 'array'), ('indexes', 'array'), ('keys', 'array'),
                   ('overrides', 'array'), ('id', 'number')) k (key, type)
        on k.key = v.key
     where jsonb_typeof(v.value) <> k.type
       and not (v_operation.name = 'add_field' and k.key = 'field')
       and not (k.key = any (v_operation.optional) and jsonb_typeof(v.value) = 'null')
     order by k.key limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE', format('%s of %s has the wrong JSON type', v_key, v_operation.name), p_op);
    end if;
    if coalesce(p_op ->> 'existing', 'refuse') not in ('refuse', 'keep') then
        perform thing.fail('INVALID_CHANGE', 'existing must be "refuse" or "keep"', p_op);
    end if;
    return v_operation.name;
end
$$;
comment on function thing.check_operation(jsonb) is
    'Fail unless an operation is well formed; returns its name. Internal.';
revoke all on function thing.check_operation(jsonb) from public;
