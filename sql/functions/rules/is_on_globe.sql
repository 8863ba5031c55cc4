-- Whether the coordinates of a geometry field with these parameters are degrees: distances are metres then. Pure.
create or replace function thing.is_on_globe(p_params jsonb)
returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(p_params ->> 'srid', '4326') = '4326'
$$;
comment on function thing.is_on_globe(jsonb) is 'Whether the coordinates of a geometry field are degrees. Internal.';
revoke all on function thing.is_on_globe(jsonb) from public;
