-- Things of a class that share their value of a field with another one: what would keep the field from being unique.
-- Runs inside the tenant's schema. Errors: TB022 UNKNOWN_FIELD.
create or replace function thing.duplicates_of(p_class_id integer, p_field text, p_limit integer)
returns setof uuid
language plpgsql
stable
as $$
declare
    v_column text := (select f.physical_name from thing_class_fields f where f.id = thing.field_id(p_class_id, p_field));
begin
    return query execute format(
        'select d.id from (select t.id, count(*) over (partition by t.%1$I) as n from %2$I.%3$I t where t.%1$I is not null) d where d.n > 1 limit $1',
        v_column, current_schema(), thing.table_name(p_class_id)) using p_limit;
end
$$;
comment on function thing.duplicates_of(integer, text, integer) is 'Things that share their value of a field with another one. Internal.';
revoke all on function thing.duplicates_of(integer, text, integer) from public;
