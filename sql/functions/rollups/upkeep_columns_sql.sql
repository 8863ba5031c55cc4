-- The columns of a class's things that kept figures read, as SQL over a row, so that two rows with equal ones make no
-- difference to them: texts by their bytes; of what expressions only ask whether it is null, that. Runs inside the
-- tenant's schema.
create or replace function thing.upkeep_columns_sql(p_class_id integer, p_columns text[], p_row text)
returns text
language plpgsql
stable
as $$
begin
    return (
        select string_agg(case thing.expression_kind(f.type)
                   when 'text' then format('%s.%I::text collate "C"', p_row, u.name)
                   when 'other' then format('%s.%I is null', p_row, u.name)
                   else format('%s.%I', p_row, u.name) end, ', ' order by u.name)
          from (select distinct c as name from unnest(p_columns) c where c is not null) u
          left join thing_class_fields f on f.class_id = p_class_id and f.physical_name = u.name);
end
$$;
comment on function thing.upkeep_columns_sql(integer, text[], text) is
    'The columns that kept figures read, as SQL. Internal.';
revoke all on function thing.upkeep_columns_sql(integer, text[], text) from public;
