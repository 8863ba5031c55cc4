-- The things of one class that break its rules as the metadata have them now, with every violation. One scan of the table.
-- Runs inside the tenant's schema.
create or replace function thing.violating_rows_of(p_class_id integer, p_limit integer)
returns table (id uuid, violations jsonb)
language plpgsql
volatile
as $$
declare
    v_rules jsonb := thing.compiled_rules(p_class_id);
    v_row record;
begin
    if v_rules = '[]' then
        return;
    end if;
    for v_row in execute thing.violating_sql(p_class_id, v_rules) || ' limit $1' using p_limit loop
        id := v_row.id;
        violations := thing.describe_violations(v_rules, v_row.failing);
        return next;
    end loop;
end
$$;
comment on function thing.violating_rows_of(integer, integer) is 'Things of a class that break its rules, with every violation. Internal.';
revoke all on function thing.violating_rows_of(integer, integer) from public;
