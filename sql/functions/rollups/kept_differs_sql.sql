-- SQL of whether a kept column of the row "_p" is not what its expression says; texts differ by their bytes. Runs
-- inside the tenant's schema.
create or replace function thing.kept_differs_sql(p_field_id integer)
returns text
language plpgsql
stable
as $$
begin
    return (
        select format('(_p.%1$I%3$s) is distinct from (%2$s%3$s)', f.physical_name,
                   thing.computed_sql(f.type, f.params, f.expression, '_p'),
                   case f.type when 'text' then ' collate "C"' else '' end)
          from thing_class_fields f where f.id = p_field_id);
end
$$;
comment on function thing.kept_differs_sql(integer) is 'SQL of whether a kept column is wrong. Internal.';
revoke all on function thing.kept_differs_sql(integer) from public;
