-- A default as SQL, for what must not take a number: of one that counts up, a number that is not given out yet, as far
-- as that can be seen. Runs inside the tenant's schema. Errors: TB028 INVALID_DEFAULT.
create or replace function thing.default_sample(p_type text, p_params jsonb, p_default jsonb)
returns text
language plpgsql
stable
as $$
declare
    v_counter text := thing.counter_name(p_default);
    v_next bigint;
begin
    if not thing.is_sequence(p_type, p_default) then
        return thing.value_sql(p_type, p_params, p_default);
    end if;
    perform thing.sequence_sql(p_type, p_default);
    v_next := 1 + greatest(thing.period_start(p_default ->> 'sequence', coalesce(p_default ->> 'zone', 'UTC')),
        case when p_default -> 'gapless' = 'true' then (select u.last from thing_numbers u where u.counter = v_counter)
             else pg_sequence_last_value(to_regclass(v_counter)) end);
    return quote_literal(case p_type when 'text' then thing.number_text(v_next, p_default ->> 'sequence')
                                     when 'integer' then least(v_next, 2147483647)::text else v_next::text end);
end
$$;
comment on function thing.default_sample(text, jsonb, jsonb) is 'A default as SQL that takes no number. Internal.';
revoke all on function thing.default_sample(text, jsonb, jsonb) from public;
