-- The `create table` of a class: system columns, then a column for each field, hidden ones too. Runs inside the tenant's schema.
create or replace function thing.class_table_sql(p_class_id integer)
returns text
language plpgsql
stable
as $$
begin
    return (
        select format(E'create table %I.%I (\n    %s\n)', current_schema(), 'tc_' || c.physical_name,
            concat_ws(E',\n    ',
                format('id uuid default %s constraint %I primary key',
                    case when current_setting('server_version_num')::integer >= 180000 then 'uuidv7()' else 'thing.uuid_v7()' end,
                    'tc_' || c.physical_name || '_pkey'),
                'version integer not null default 1',
                'created_at timestamptz not null default now()',
                'updated_at timestamptz not null default now()',
                $sql$created_by text not null default coalesce(nullif(current_setting('thing.actor', true), ''), session_user)$sql$,
                $sql$updated_by text not null default coalesce(nullif(current_setting('thing.actor', true), ''), session_user)$sql$,
                (select string_agg(thing.column_sql(f.id), E',\n    ' order by f.position, f.id)
                   from thing_class_fields f
                  where f.class_id = c.id and f.type <> 'references')))
          from thing_classes c
         where c.id = p_class_id);
end
$$;
comment on function thing.class_table_sql(integer) is 'CREATE TABLE of a class. Internal.';
revoke all on function thing.class_table_sql(integer) from public;
