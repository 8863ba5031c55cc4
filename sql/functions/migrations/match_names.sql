-- Which live name becomes which wanted one. p_wanted: [{name, renamedFrom?}]. renamedFrom counts while the new name is not there yet
-- (or its holder is renamed as well) and the old one is: so a document can be applied again, or to an empty tenant, as it is.
-- place: renames in an order in which the new name is free. Pure.
create or replace function thing.match_names(p_live text[], p_wanted jsonb)
returns table (live text, wanted text, place integer)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_from text[] := '{}';
    v_to text[] := '{}';
    v_next record;
begin
    loop
        select w.value ->> 'name' as name, w.value ->> 'renamedFrom' as origin into v_next
          from jsonb_array_elements(p_wanted) with ordinality w
         where w.value ->> 'renamedFrom' = any (p_live)
           and w.value ->> 'renamedFrom' <> all (v_from)
           and w.value ->> 'name' <> all (v_to)
           and (w.value ->> 'name' <> all (p_live) or w.value ->> 'name' = any (v_from))
         order by w.ordinality limit 1;
        exit when not found;
        v_from := v_from || v_next.origin;
        v_to := v_to || v_next.name;
    end loop;
    return query
    select r.origin, r.name, r.n::integer from unnest(v_from, v_to) with ordinality r (origin, name, n)
    union all
    select w.value ->> 'name', w.value ->> 'name', null
      from jsonb_array_elements(p_wanted) w
     where w.value ->> 'name' = any (p_live) and w.value ->> 'name' <> all (v_from) and w.value ->> 'name' <> all (v_to);
end
$$;
comment on function thing.match_names(text[], jsonb) is 'Which live name becomes which wanted one, by name or renamedFrom. Internal.';
revoke all on function thing.match_names(text[], jsonb) from public;
