-- Whether a field has a column in its table, as far as it is computed: one that is hidden, or worked out when it is
-- read, has none; one that is kept has one also while a job fills it. Pure.
create or replace function thing.has_column(p_expression jsonb, p_inlined boolean, p_dropped_version integer)
returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select p_expression is null
        or (not p_inlined or p_expression -> 'kept' is not distinct from 'true') and p_dropped_version is null
$$;
comment on function thing.has_column(jsonb, boolean, integer) is
    'Whether a field has a column, as far as it is computed. Internal.';
revoke all on function thing.has_column(jsonb, boolean, integer) from public;
