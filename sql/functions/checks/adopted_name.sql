-- The API name that stands for a column of a class's table: that of its field, or the one that a column made by hand
-- would have (snake case to camel case). Runs inside the tenant's schema.
create or replace function thing.adopted_name(p_table text, p_column text)
returns text
language plpgsql
stable
as $$
begin
    return (
        select coalesce(
            (select f.name
               from thing_class_fields f
               join thing_classes c on c.id = f.class_id and 'tc_' || c.physical_name = p_table
              where f.physical_name = p_column and f.dropped_version is null),
            case p_column when 'created_at' then 'createdAt' when 'updated_at' then 'updatedAt' end,
            (select string_agg(case when w.n = 1 then lower(left(w.word, 1)) else upper(left(w.word, 1)) end
                               || substr(w.word, 2), '' order by w.n)
               from string_to_table(btrim(p_column, '_'), '_') with ordinality w (word, n))));
end
$$;
comment on function thing.adopted_name(text, text) is 'The API name of a column. Internal.';
revoke all on function thing.adopted_name(text, text) from public;
