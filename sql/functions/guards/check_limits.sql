-- Passes limits, {name: value | null}, whose names thing.limits has and whose values look as it says. kinds: of limits
-- that may be there; null: all. Errors: TB045 INVALID_LIMIT, with the names of all, or what the value may be.
create or replace function thing.check_limits(limits jsonb, kinds text[] default null)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_bad text;
begin
    if jsonb_typeof(check_limits.limits) is distinct from 'object' then
        perform thing.fail('INVALID_LIMIT', 'limits must be a JSON object of name: value');
    end if;
    select l.key into v_bad
      from jsonb_each_text(check_limits.limits) l
      left join thing.limits k on k.name = l.key and (k.kind = any(check_limits.kinds) or check_limits.kinds is null)
     where k.name is null or l.value !~ k.pattern
     order by l.key limit 1;
    if found then
        perform thing.fail('INVALID_LIMIT',
            case when exists (select from thing.limits k where k.name = v_bad
                                 and (k.kind = any(check_limits.kinds) or check_limits.kinds is null))
                 then format('limit %s cannot be %s', v_bad, check_limits.limits -> v_bad)
                 else format('limit %s does not exist', v_bad) end,
            (select jsonb_object_agg(k.name, k.description) from thing.limits k
              where k.name = v_bad and (k.kind = any(check_limits.kinds) or check_limits.kinds is null)),
            (select coalesce(
                        max(format('%s %s', k.description, case
                                when k.default_value = 'service' then 'A whole number from 1 to 999999999.'
                                when k.pattern like '%|MB|%' then 'Such as 512MB or 2GB.'
                                when k.pattern like '%|months?|%' then 'Such as 90 days, 12h or 6 months.'
                                when k.pattern like '^(off|%' then
                                    format('One of: %s.', replace(btrim(k.pattern, '^()$'), '|', ', '))
                                when k.default_value = '-1' then 'A number such as 100.'
                                else format('Such as %s.', k.default_value)
                                end)) filter (where k.name = v_bad),
                        format('Limits: %s.', string_agg(k.name, ', ' order by k.name)))
               from thing.limits k where k.kind = any(check_limits.kinds) or check_limits.kinds is null));
    end if;
end
$$;
comment on function thing.check_limits(jsonb, text[]) is
    'Refuse limits that thing.limits does not have. Internal. Example: select thing.check_limits(''{"depth": 20}'').';
revoke all on function thing.check_limits(jsonb, text[]) from public;
