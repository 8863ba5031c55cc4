-- Subscriptions.
drop function thing.notify(text, integer);  -- it says one thing more now
drop function thing.wake(text);          -- it can leave one out

do $$
declare
    v_schema text;
begin
    for v_schema in select t.schema_name from thing.tenants t order by t.slug loop
        execute format('alter table %I.thing_subscribers add column awake_until timestamptz', v_schema);
        execute format('comment on column %I.thing_subscribers.awake_until is %L', v_schema,
            'Until then it reads all the time, and need not be woken (thing.stay_awake).');
    end loop;
end
$$;
