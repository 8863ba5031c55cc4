-- The number that was given out last of a default that counts up, as SQL; 0 for none. Without gaps, it is that of this
-- transaction. Pure.
create or replace function thing.last_number_sql(p_default jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select format(case when p_default -> 'gapless' = 'true'
                       then 'coalesce(thing.held_number(%L::regclass, %L), 0)'
                       else 'coalesce(pg_catalog.pg_sequence_last_value(%2$L::regclass), 0)' end,
               'thing_numbers', thing.counter_name(p_default))
$$;
comment on function thing.last_number_sql(jsonb) is 'The last number of a sequence, as SQL. Internal.';
revoke all on function thing.last_number_sql(jsonb) from public;
