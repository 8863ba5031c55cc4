-- One class of a document in its canonical form: every key there, fields canonical. Looks at this class alone. Pure.
-- Errors: TB010 INVALID_NAME, TB012 RESERVED_NAME, TB020 INVALID_CHANGE, TB023 UNKNOWN_TYPE, TB035 INVALID_INHERITANCE.
create or replace function thing.check_document_class(p_class jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name text;
    v_bad text;
    v_fields jsonb;
begin
    perform thing.check_keys(p_class,
        array['name', 'label', 'description', 'extends', 'abstract', 'deprecated', 'rules', 'uniques', 'indexes',
            'fields', 'overrides', 'renamedFrom'], 'a class of the document');
    v_name := p_class ->> 'name';
    perform thing.check_name(v_name, 'class');
    if jsonb_typeof(p_class -> 'extends') not in ('string', 'null') then
        perform thing.fail('INVALID_INHERITANCE',
            format('class %s must extend one class, by its name', v_name), p_class -> 'extends',
            'A class has one parent; share further fields by making them a class that is referred to.');
    end if;
    select k.key into v_bad
      from (values ('name', 'string'), ('label', 'string'), ('description', 'string'), ('deprecated', 'string'),
                   ('abstract', 'boolean'), ('rules', 'object'), ('uniques', 'array'), ('indexes', 'array'),
                   ('fields', 'array'),
                   ('overrides', 'array')) k (key, type)
     where jsonb_typeof(p_class -> k.key) not in (k.type, 'null') limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE',
            format('%s of class %s has the wrong JSON type', v_bad, v_name), p_class -> v_bad);
    end if;
    select coalesce(jsonb_agg(f.value order by f.ordinality), '[]') into v_fields
      from (select thing.check_document_field(f.value) as value, f.ordinality
              from jsonb_array_elements(coalesce(nullif(p_class -> 'fields', 'null'), '[]')) with ordinality f) f;
    perform thing.check_keys(o.value, array['name', 'rules'], 'an override of class ' || v_name)
       from jsonb_array_elements(coalesce(nullif(p_class -> 'overrides', 'null'), '[]')) o;
    perform thing.check_keys(u.value, array['name', 'fields'], 'a unique of class ' || v_name)
       from jsonb_array_elements(coalesce(nullif(p_class -> 'uniques', 'null'), '[]')) u;
    perform thing.check_keys(i.value, array['name', 'keys'], 'an index of class ' || v_name)
       from jsonb_array_elements(coalesce(nullif(p_class -> 'indexes', 'null'), '[]')) i;
    perform thing.check_keys(k.value, array['field', 'order', 'nulls'], 'a key of an index of class ' || v_name)
       from jsonb_array_elements(coalesce(nullif(p_class -> 'indexes', 'null'), '[]')) i
      cross join lateral jsonb_array_elements(
            case jsonb_typeof(i.value -> 'keys') when 'array' then i.value -> 'keys' end) k;
    if exists (select from jsonb_array_elements(coalesce(nullif(p_class -> 'uniques', 'null'), '[]')) u
                where jsonb_typeof(u.value -> 'name') is distinct from 'string'
                   or jsonb_typeof(u.value -> 'fields') is distinct from 'array')
       or exists (select from jsonb_array_elements(coalesce(nullif(p_class -> 'overrides', 'null'), '[]')) o
                   where jsonb_typeof(o.value -> 'name') is distinct from 'string'
                      or jsonb_typeof(o.value -> 'rules') not in ('object', 'null'))
       or exists (select from jsonb_array_elements(coalesce(nullif(p_class -> 'indexes', 'null'), '[]')) i
                   where jsonb_typeof(i.value -> 'name') is distinct from 'string'
                      or jsonb_typeof(i.value -> 'keys') is distinct from 'array') then
        perform thing.fail('INVALID_CHANGE',
            format('class %s: a unique is {"name", "fields": [...]}, an index {"name", "keys": [...]}, an override '
                '{"name", "rules": {...}}', v_name), p_class);
    end if;
    return jsonb_strip_nulls(p_class - array['rules', 'uniques', 'indexes', 'fields', 'overrides']
            || jsonb_build_object(
                'renamedFrom', thing.check_renamed_from(p_class -> 'renamedFrom', 'class ' || v_name)))
        || jsonb_build_object(
            'abstract', coalesce((p_class ->> 'abstract')::boolean, false),
            'rules', coalesce(nullif(p_class -> 'rules', 'null'), '{}'),
            'fields', v_fields,
            'overrides', coalesce(nullif(p_class -> 'overrides', 'null'), '[]'),
            'uniques', coalesce(nullif(p_class -> 'uniques', 'null'), '[]'),
            'indexes', (
                select coalesce(jsonb_agg(jsonb_build_object('name', i.value ->> 'name', 'keys', (
                           -- as thing.index_keys gives them: what is the default left out
                           select coalesce(jsonb_agg(jsonb_strip_nulls(k.value)
                                      - case when k.value ->> 'order' = 'ASC' then 'order' else '' end
                                      - case when (coalesce(k.value ->> 'order', 'ASC'), k.value ->> 'nulls')
                                                  in (('ASC', 'LAST'), ('DESC', 'FIRST')) then 'nulls' else '' end
                                      order by k.ordinality), '[]')
                             from jsonb_array_elements(i.value -> 'keys') with ordinality k)) order by i.ordinality),
                           '[]')
                  from jsonb_array_elements(coalesce(nullif(p_class -> 'indexes', 'null'), '[]')) with ordinality i));
end
$$;
comment on function thing.check_document_class(jsonb) is
    'A class of a document, checked on its own and canonical. Internal.';
revoke all on function thing.check_document_class(jsonb) from public;
