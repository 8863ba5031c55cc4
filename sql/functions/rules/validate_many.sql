-- Public dry run of many inserts, at about the cost of doing them: like thing.validate for each element of the list
-- things, and with what is unique and given twice (at the later one). Rows with values that do not fit their types are
-- found by halving, at most 20 of them, and judged one by one. Returns rows that have violations, n counted from 1.
-- Errors: TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS, TB040, TB042, TB044. Definer: tenants have no rights on the
-- registries' helpers.
create or replace function thing.validate_many(tenant text, class text, things jsonb)
returns table (n integer, violations jsonb)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_class integer;
    v_rules jsonb;
    v_pending int4range[];
    v_range int4range;
    v_middle integer;
    v_ill integer := 0;
begin
    perform thing.enter_tenant(validate_many.tenant);
    v_class := (thing.class_row(validate_many.class)).id;
    if (select c.abstract from thing_classes c where c.id = v_class)
       or jsonb_typeof(validate_many.things) is distinct from 'array' then
        perform thing.fail('INVALID_CHANGE', 'only a list of things of a class that is not abstract can be validated',
            jsonb_build_object('class', validate_many.class));
    end if;
    v_rules := thing.compiled_rules(v_class);
    v_pending := array[int4range(1, jsonb_array_length(validate_many.things) + 1)];
    while v_pending <> '{}' and v_ill < 20 loop
        v_range := v_pending[1];
        v_pending := v_pending[2:];
        begin
            return query
            select v.n, jsonb_agg(i.item)
              from thing.validate_rows(v_class, v_rules, validate_many.things, lower(v_range), upper(v_range) - 1) v
              cross join lateral jsonb_array_elements(v.violations) i (item)
             group by v.n;
        -- as in thing.check_value
        exception when data_exception or syntax_error or internal_error or program_limit_exceeded
            or invalid_parameter_value then
            v_middle := (lower(v_range) + upper(v_range)) / 2;
            if v_middle > lower(v_range) then
                v_pending := array[int4range(lower(v_range), v_middle),
                    int4range(v_middle, upper(v_range))] || v_pending;
            else
                v_ill := v_ill + 1;
                return query
                select v_middle, v.found from (select thing.validate(validate_many.tenant, validate_many.class,
                           validate_many.things -> (v_middle - 1)) as found) v
                 where v.found <> '[]';
            end if;
        end;
    end loop;
end
$$;
comment on function thing.validate_many(text, text, jsonb) is
    'Dry run of many inserts: the rows with violations, each with all that it would meet; none when nothing is wrong. '
    'Example: select * from thing.validate_many(''acme'', ''Product'', ''[{"name": "x"}]'').';
revoke all on function thing.validate_many(text, text, jsonb) from public;
grant execute on function thing.validate_many(text, text, jsonb) to thing_admin, thing_tenant;
