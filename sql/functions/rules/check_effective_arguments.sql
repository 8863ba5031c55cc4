-- A rule laid on all fields of a class may meet a field that came later and whose type its argument does not suit.
-- Errors: TB025 INVALID_RULE.
create or replace function thing.check_effective_arguments(p_field text, p_type text, p_rules jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule record;
begin
    for v_rule in
        select r.name, r.argument as schema, g.value as argument
          from jsonb_each(p_rules) g
          join thing.rules r on r.name = g.key
         where r.argument ->> 'kind' = 'value'
    loop
        perform thing.check_value_argument(format('field %s: rule %s', p_field, v_rule.name), v_rule.schema, v_rule.argument, p_type, '{}');
    end loop;
end
$$;
comment on function thing.check_effective_arguments(text, text, jsonb) is 'Check value arguments of effective rules against the field''s type. Internal.';
revoke all on function thing.check_effective_arguments(text, text, jsonb) from public;
