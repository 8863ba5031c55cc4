-- Which live name becomes which wanted one. p_wanted: [{name, renamedFrom?: [name]}]. renamedFrom counts while the new
-- name is not there yet (or its holder is renamed as well) and one of the old ones is: so a document can be applied
-- again, to an empty tenant, and to one at any earlier version. Where several old names are live, those that the
-- document has as names of their own do not count. place: renames in an order in which the new name is free. p_what:
-- "class", "field of Product". Pure.
-- Errors: TB020 INVALID_CHANGE where it is not said which of several live names is meant.
create or replace function thing.match_names(p_live text[], p_wanted jsonb, p_what text)
returns table (live text, wanted text, place integer)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_names text[] := array(select w.value ->> 'name' from jsonb_array_elements(p_wanted) w);
    v_from text[] := '{}';
    v_to text[] := '{}';
    v_next record;
begin
    loop
        select w.value ->> 'name' as name, o.origins,
               array(select n from unnest(o.origins) n where n <> all (v_names)) as given_up into v_next
          from jsonb_array_elements(p_wanted) with ordinality w
         cross join lateral (
               select array_agg(o.value order by o.ordinality) as origins
                 from jsonb_array_elements_text(w.value -> 'renamedFrom') with ordinality o
                where o.value = any (p_live) and o.value <> all (v_from)) o
         where w.value ? 'renamedFrom' and o.origins is not null
           and w.value ->> 'name' <> all (v_to)
           and (w.value ->> 'name' <> all (p_live) or w.value ->> 'name' = any (v_from))
         order by w.ordinality limit 1;
        exit when not found;
        if cardinality(v_next.origins) > 1 and cardinality(v_next.given_up) <> 1 then
            perform thing.fail('INVALID_CHANGE',
                format('%s %s is renamed from several existing ones: %s', p_what, v_next.name,
                    array_to_string(v_next.origins, ', ')),
                jsonb_build_object('name', v_next.name, 'renamedFrom', to_jsonb(v_next.origins)),
                'Leave one of these names in renamedFrom: the one whose values the new name takes over.');
        end if;
        v_from := v_from
            || coalesce(case when cardinality(v_next.origins) > 1 then v_next.given_up[1] end, v_next.origins[1]);
        v_to := v_to || v_next.name;
    end loop;
    return query
    select r.origin, r.name, r.n::integer from unnest(v_from, v_to) with ordinality r (origin, name, n)
    union all
    select w.value ->> 'name', w.value ->> 'name', null
      from jsonb_array_elements(p_wanted) w
     where w.value ->> 'name' = any (p_live) and w.value ->> 'name' <> all (v_from)
       and w.value ->> 'name' <> all (v_to);
end
$$;
comment on function thing.match_names(text[], jsonb, text) is
    'Which live name becomes which wanted one, by name or renamedFrom. Internal.';
revoke all on function thing.match_names(text[], jsonb, text) from public;
