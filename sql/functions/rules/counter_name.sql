-- What a default {"sequence", "name"} counts by: PostgreSQL's sequence of that name in the tenant's schema; without
-- gaps, a row of thing_numbers. Pure.
create or replace function thing.counter_name(p_default jsonb)
returns text
language sql
immutable
as $$
    select 'tq_' || left(md5(jsonb_build_array(p_default -> 'sequence', p_default -> 'name')::text), 24)
$$;
comment on function thing.counter_name(jsonb) is 'What a default that counts up counts by. Internal.';
revoke all on function thing.counter_name(jsonb) from public;
