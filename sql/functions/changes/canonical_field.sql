-- A field definition with every key in its place: required, unique and values folded in, defaults filled. Pure.
-- Errors: TB010 INVALID_NAME, TB012 RESERVED_NAME (the inverse), TB020 INVALID_CHANGE.
create or replace function thing.canonical_field(p_field jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_bad text;
    v_rules jsonb;
    v_params jsonb;
begin
    if jsonb_typeof(p_field) is distinct from 'object' then
        perform thing.fail('INVALID_CHANGE', 'a field must be a JSON object with at least name and type', p_field);
    end if;
    select k into v_bad from jsonb_object_keys(p_field) k
     where k <> all (array['name', 'type', 'label', 'description', 'params', 'rules', 'indexed', 'searchable',
                           'default', 'target', 'onDelete', 'inverse', 'aliases', 'deprecated', 'required', 'unique',
                           'values', 'enum', 'collation', 'language', 'expression', 'stored', 'kept', 'personal'])
     order by k limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE', format('a field has no key %s', v_bad), p_field);
    elsif jsonb_typeof(p_field -> 'name') is distinct from 'string'
       or jsonb_typeof(p_field -> 'type') is distinct from 'string' then
        perform thing.fail('INVALID_CHANGE', 'a field needs a name and a type', p_field);
    end if;
    select k into v_bad
      from unnest(array['indexed', 'searchable', 'required', 'unique', 'stored', 'kept', 'personal']) k
     where jsonb_typeof(p_field -> k) not in ('boolean', 'null') limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE',
            format('%s of field %s must be true or false', v_bad, p_field ->> 'name'), p_field);
    end if;
    select k into v_bad from unnest(array['label', 'description', 'target', 'onDelete', 'inverse', 'deprecated',
                                    'expression']) k
     where jsonb_typeof(p_field -> k) not in ('string', 'null') limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE',
            format('%s of field %s must be a string', v_bad, p_field ->> 'name'), p_field);
    end if;
    if p_field ->> 'expression' is not null then
        perform thing.check_computed(p_field);
    elsif coalesce(p_field ->> 'stored', p_field ->> 'kept') is not null then
        perform thing.fail('INVALID_CHANGE', format('field %s has no expression, so it has no "%s"', p_field ->> 'name',
            case when p_field ->> 'stored' is null then 'kept' else 'stored' end), p_field);
    end if;
    if p_field ->> 'inverse' is not null then
        if p_field ->> 'target' is null then
            perform thing.fail('INVALID_CHANGE',
                format('field %s refers to no class, so it has no inverse', p_field ->> 'name'), p_field,
                'Only a reference with a target has one.');
        end if;
        perform thing.check_name(p_field ->> 'inverse', 'field');
    end if;
    v_rules := coalesce(nullif(p_field -> 'rules', 'null'), '{}');
    v_params := coalesce(nullif(p_field -> 'params', 'null'), '{}');
    if jsonb_typeof(v_rules) <> 'object' or jsonb_typeof(v_params) <> 'object' then
        perform thing.fail('INVALID_CHANGE',
            format('rules and params of field %s must be JSON objects', p_field ->> 'name'), p_field);
    end if;
    select v_rules || coalesce(jsonb_object_agg(k, true), '{}') into v_rules
      from unnest(array['required', 'unique']) k
     where p_field -> k = 'true';
    select v_params || coalesce(jsonb_object_agg(k, p_field -> k), '{}') into v_params
      from unnest(array['values', 'enum', 'collation', 'language']) k
     where p_field ? k;
    return jsonb_strip_nulls(
            p_field - array['required', 'unique', 'values', 'enum', 'collation', 'language', 'default', 'rules',
                'params', 'kept']
            || jsonb_build_object('kept', nullif(p_field -> 'kept', 'false'))
            || jsonb_build_object('aliases', thing.canonical_aliases(p_field ->> 'name', p_field -> 'aliases')))
        || jsonb_build_object(
            'rules', v_rules, 'params', v_params, 'default', p_field -> 'default',
            'indexed', coalesce((p_field ->> 'indexed')::boolean, false),
            'searchable', coalesce((p_field ->> 'searchable')::boolean, false),
            'personal', coalesce((p_field ->> 'personal')::boolean, false));
end
$$;
comment on function thing.canonical_field(jsonb) is 'A field definition in its canonical form. Internal.';
revoke all on function thing.canonical_field(jsonb) from public;
