-- Does a value of an image go with a field as it is today? p_value: null where the image has no such column. p_field:
-- {"strict": true where the API can give no null, "values": of a select, and null}. Pure.
create or replace function thing.fits(p_value jsonb, p_field jsonb)
returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select p_value is not null and not (p_field ? 'strict' and p_value = 'null')
               and coalesce(p_value <@ (p_field -> 'values'), true)
$$;
comment on function thing.fits(jsonb, jsonb) is 'Whether a logged value goes with the field of today. Internal.';
revoke all on function thing.fits(jsonb, jsonb) from public;
