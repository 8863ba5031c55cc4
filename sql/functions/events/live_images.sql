-- Images of the things of one class that are there, as the log would keep them (thing.image_sql). Runs inside the
-- tenant's schema.
create or replace function thing.live_images(p_class_id integer, p_ids uuid[])
returns table (id uuid, image jsonb)
language plpgsql
stable
as $$
begin
    if cardinality(p_ids) > 0 then
        return query execute format('select _o.id, %s from %I _o where _o.id = any ($1)',
                         thing.image_sql(p_class_id, '_o'), thing.table_name(p_class_id))
            using p_ids;
    end if;
end
$$;
comment on function thing.live_images(integer, uuid[]) is 'Images of things as they are. Internal.';
revoke all on function thing.live_images(integer, uuid[]) from public;
