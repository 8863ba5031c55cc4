-- The argument of a rule that a type brings along, for a field with these parameters: as it stands, or {"$param":
-- name}, the value of a parameter: less that of "minus"; "default" where it is absent and the parameter "with" is
-- given; null (no rule) where it is absent otherwise, or where the parameter "unless" is given. A number that is none
-- (edited by hand) is absent: thing.check_params refuses it. Pure.
create or replace function thing.type_rule(p_rule jsonb, p_params jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when not p_rule ? '$param' then p_rule
        when p_params ? (p_rule ->> 'unless') then null
        when p_rule ?| array['minus', 'with'] and (jsonb_typeof(p_params -> (p_rule ->> '$param'))
            <> 'number' or jsonb_typeof(p_params -> (p_rule ->> 'minus')) <> 'number') then null
        when p_rule ? 'minus' then to_jsonb(
            (p_params ->> (p_rule ->> '$param'))::integer - coalesce((p_params ->> (p_rule ->> 'minus'))::integer, 0))
        else coalesce(p_params -> (p_rule ->> '$param'),
            case when p_params ? (p_rule ->> 'with') then p_rule -> 'default' end) end
$$;
comment on function thing.type_rule(jsonb, jsonb) is
    'Argument of a rule that a type brings along, for a field with these parameters. Internal.';
revoke all on function thing.type_rule(jsonb, jsonb) from public;
