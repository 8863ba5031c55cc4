-- Things of a class that share their value of a field with another one: what would keep the field from being unique.
-- Runs inside the tenant's schema. Errors: TB022 UNKNOWN_FIELD.
create or replace function thing.duplicates_of(p_class_id integer, p_field text, p_limit integer)
returns setof uuid
language plpgsql
stable
as $$
declare
    v_column text;
    v_key text;
begin
    select f.physical_name, thing.compared_sql(f.type, format('t.%I', f.physical_name)) into v_column, v_key
      from thing_class_fields f where f.id = thing.field_id(p_class_id, p_field);
    return query execute format(
        'select d.id from (select t.id, count(*) over (partition by %4$s) as n from %2$I.%3$I t where t.%1$I is not '
        'null) d where d.n > 1 limit $1',
        v_column, current_schema(), thing.table_name(p_class_id), v_key) using p_limit;
end
$$;
comment on function thing.duplicates_of(integer, text, integer) is
    'Things that share their value of a field with another one. Internal.';
revoke all on function thing.duplicates_of(integer, text, integer) from public;
