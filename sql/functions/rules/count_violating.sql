-- How many things of a class break its rules as the metadata have them now? Runs inside the tenant's schema.
create or replace function thing.count_violating(p_class_id integer)
returns bigint
language plpgsql
volatile
as $$
declare
    v_rules jsonb := thing.compiled_rules(p_class_id);
    v_count bigint := 0;
begin
    if v_rules <> '[]' then
        execute format('select count(*) from (%s) v', thing.violating_sql(p_class_id, v_rules)) into v_count;
    end if;
    return v_count;
end
$$;
comment on function thing.count_violating(integer) is 'Number of things of a class that break its rules. Internal.';
revoke all on function thing.count_violating(integer) from public;
