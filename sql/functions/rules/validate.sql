-- Public dry run: what would stand in the way of inserting these values (keyed by API name), or, with id, of updating
-- that thing? Returns [{"field", "rule", "message", "params"}], empty when nothing does: unknown fields, types, rules,
-- uniqueness, references.
-- Errors: TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS, TB060 UNKNOWN_THING, TB040, TB042, TB044.
-- Definer: tenants have no rights on the registries' helpers.
create or replace function thing.validate(tenant text, class text, input jsonb, id uuid default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_class integer;
    v_bad jsonb;
    v_names text[];
    v_old jsonb;
    v_row jsonb;
begin
    perform thing.enter_tenant(validate.tenant);
    v_class := (thing.class_row(validate.class)).id;
    if (select c.abstract from thing_classes c where c.id = v_class) then
        perform thing.fail('INVALID_CHANGE', format('class %s is abstract: it has no things of its own',
            validate.class), jsonb_build_object('class', validate.class));
    elsif jsonb_typeof(validate.input) is distinct from 'object' then
        perform thing.fail('INVALID_CHANGE', 'values must be an object of field: value',
            jsonb_build_object('values', validate.input));
    end if;
    v_bad := thing.type_violations(v_class, validate.input, validate.id is not null);
    v_names := array(select v ->> 'field' from jsonb_array_elements(v_bad) v);
    v_old := case when validate.id is not null then thing.current_values(v_class, validate.id) end;
    -- A value of the wrong type counts as absent: its field is reported once, and checks across fields do not judge it.
    v_row := coalesce(v_old, thing.default_values(v_class)) || (
        select coalesce(jsonb_object_agg(f.value ->> 'column',
                   case when f.key = any (v_names) then 'null' else validate.input -> f.key end), '{}')
          from jsonb_each(thing.class_fields(v_class)) f
         where validate.input ? f.key);
    return v_bad
        || (select coalesce(jsonb_agg(v.item order by v.n), '[]')
              from jsonb_array_elements(thing.violations(v_class, v_row, v_old)) with ordinality v (item, n)
             where v.item ->> 'field' is null or v.item ->> 'field' <> all (v_names))
        || thing.unique_violations(v_class, v_row, validate.id)
        || thing.reference_violations(v_class, validate.input, v_names);
end
$$;
comment on function thing.validate(text, text, jsonb, uuid) is
    'Dry run: every violation that inserting these values, or updating the thing id with them, would meet; [] when '
    'none. Example: select thing.validate(''acme'', ''Product'', ''{"name": "x"}'').';
revoke all on function thing.validate(text, text, jsonb, uuid) from public;
grant execute on function thing.validate(text, text, jsonb, uuid) to thing_admin, thing_tenant;
