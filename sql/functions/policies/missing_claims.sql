-- The claims that a policy (as thing.policies has it) needs and a token's claims do not have, or not in the form that
-- is needed: a list of texts, numbers and booleans for the operators that take one, else one of these; ids where they
-- are compared with an id. By their names, like app.teams; in order. Pure.
create or replace function thing.missing_claims(p_policy jsonb, p_claims jsonb)
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    with recursive walk (value, key, above) as (
        select k.value, '', '' from jsonb_each(p_policy) k where k.key in ('when', 'check', 'presets')
        union all
        select e.value, e.key, e.above
          from walk w
         cross join lateral (
            select o.key, o.value, w.key as above
              from jsonb_each(case when jsonb_typeof(w.value) = 'object' and not w.value ? '$claim'
                                   then w.value else '{}' end) o
            union all
            select '', i, '' from jsonb_array_elements(case when jsonb_typeof(w.value) = 'array'
                                                        then w.value else '[]' end) i) e)
    select array(
        select distinct array_to_string(c.path, '.')
          from walk w
         cross join lateral (
            select array(select p #>> '{}' from jsonb_path_query(w.value, '$."$claim"[*]') p) as path) c
         cross join lateral (
            select p_claims #> c.path as value, w.key in ('in', 'notIn', 'iin', 'hasAny', 'hasAll') as listed,
                   case when w.above = 'id' then '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' end as id) v
         where jsonb_typeof(w.value) = 'object' and w.value ? '$claim'
           and case when v.listed
                    then coalesce(jsonb_typeof(v.value), '') <> 'array'
                         or jsonb_path_exists(v.value, 'strict $[*] ? (@.type() == "object" || @.type() == "array"
                             || @.type() == "null")')
                         or exists (select from jsonb_path_query(v.value, '$[*]') i
                                     where (jsonb_typeof(i) <> 'string' or i #>> '{}' !~ v.id) and v.id is not null)
                    else coalesce(jsonb_typeof(v.value), '') not in ('string', 'number', 'boolean')
                         or (jsonb_typeof(v.value) <> 'string' or v.value #>> '{}' !~ v.id) and v.id is not null end
         order by 1)
$$;
comment on function thing.missing_claims(jsonb, jsonb) is 'The claims that a policy lacks. Internal.';
revoke all on function thing.missing_claims(jsonb, jsonb) from public;
