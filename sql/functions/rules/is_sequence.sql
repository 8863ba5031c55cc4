-- Whether a default counts up. Pure.
create or replace function thing.is_sequence(p_type text, p_default jsonb)
returns boolean
language sql
immutable
as $$
    select coalesce(p_type <> 'json' and jsonb_typeof(p_default) = 'object' and p_default ? 'sequence', false)
$$;
comment on function thing.is_sequence(text, jsonb) is 'Whether a default counts up. Internal.';
revoke all on function thing.is_sequence(text, jsonb) from public;
