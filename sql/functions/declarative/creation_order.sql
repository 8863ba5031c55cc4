-- The new classes of a document in an order to create them: a parent always before its children, and what is referred
-- to before what refers to it, as far as there is no circle. Pure. (A depth-first walk with a stack of its own: chains
-- of references may be long.)
create or replace function thing.creation_order(p_classes jsonb, p_live text[])
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_parents jsonb := (select coalesce(jsonb_object_agg(c ->> 'name', c -> 'extends'), '{}')
                          from jsonb_array_elements(p_classes) c);
    v_needs jsonb := (
        select coalesce(jsonb_object_agg(c ->> 'name', (
                   select coalesce(jsonb_agg(n.name order by n.last desc), '[]')
                     from (select f ->> 'target' as name, false as last from jsonb_array_elements(c -> 'fields') f
                           union
                           select c ->> 'extends', true) n
                    where n.name <> all (p_live) and n.name <> c ->> 'name')), '{}')
          from jsonb_array_elements(p_classes) c);
    v_stack text[] := array(select c ->> 'name' from jsonb_array_elements(p_classes) with ordinality as c (c, n)
                             where c ->> 'name' <> all (p_live) order by n desc);
    v_seen jsonb := '{}';   -- false: being visited; true: placed
    v_order text[] := '{}';
    v_line text[];
    v_name text;
begin
    while cardinality(v_stack) > 0 loop
        v_name := v_stack[cardinality(v_stack)];
        if not v_seen ? v_name then
            v_seen := v_seen || jsonb_build_object(v_name, false);
            v_stack := v_stack
                || array(select n from jsonb_array_elements_text(v_needs -> v_name) n where not v_seen ? n);
            continue;
        end if;
        v_stack := trim_array(v_stack, 1);
        -- In a circle of references a parent may still be open: it must still come first.
        v_line := '{}';
        while v_name is not null and v_name <> all (p_live) and v_seen -> v_name is distinct from 'true' loop
            v_line := v_name || v_line;
            v_seen := v_seen || jsonb_build_object(v_name, true);
            v_name := v_parents ->> v_name;
        end loop;
        v_order := v_order || v_line;
    end loop;
    return v_order;
end
$$;
comment on function thing.creation_order(jsonb, text[]) is
    'Order in which to create the new classes of a document. Internal.';
revoke all on function thing.creation_order(jsonb, text[]) from public;
