-- Works out what the API calls these classes, from their names and their fields, and stores it: singular, plural,
-- api_names (types; root fields as Query.<name>: those of mutations and subscriptions are made of the same words, and
-- so differ when these do). An enum is named after the class that defines its field. Returns the classes that have
-- other names now. Runs inside the tenant's schema.
create or replace function thing.store_names(p_classes integer[])
returns integer[]
language plpgsql
as $$
declare
    v_changed integer[];
begin
    with stored as (
        update thing_classes c
           set singular = n.singular, plural = n.plural, api_names = n.api_names
          from thing.wanted_names(p_classes) n
         where c.id = n.id and (c.singular, c.plural, c.api_names) is distinct from (n.singular, n.plural, n.api_names)
        returning c.id
    )
    select array_agg(s.id) into v_changed from stored s;
    return coalesce(v_changed, '{}');
end
$$;
comment on function thing.store_names(integer[]) is 'Store what the API calls classes. Internal.';
revoke all on function thing.store_names(integer[]) from public;
