-- The system columns of a class's table, with its primary key, as they stand in CREATE TABLE. Pure.
create or replace function thing.system_columns_sql(p_physical_name text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return concat_ws(E',\n    ',
        format('id uuid default %s constraint %I primary key',
            case when current_setting('server_version_num')::integer >= 180000 then 'uuidv7()'
                 else 'thing.uuid_v7()' end,
            'tc_' || p_physical_name || '_pkey'),
        'version integer not null default 1',
        'created_at timestamptz not null default now()',
        'updated_at timestamptz not null default now()',
        'created_by text not null default '
            || $sql$coalesce(nullif(current_setting('thing.actor', true), ''), session_user)$sql$,
        'updated_by text not null default '
            || $sql$coalesce(nullif(current_setting('thing.actor', true), ''), session_user)$sql$);
end
$$;
comment on function thing.system_columns_sql(text) is 'System columns of a class''s table. Internal.';
revoke all on function thing.system_columns_sql(text) from public;
