-- An image of the log as the schema of today wants it. A column that it lacks (the field came later, or has another
-- type by now), a null where there can be none any more, an option that is gone: each gets the value that the thing had
-- when it first had one that fits (it is looked for in the next 100 changes), else the one that it has, or had when it
-- was deleted; else the field's default; else none. p_fields: as thing.image_fields gives them. Runs inside the
-- tenant's schema, with the settings of thing.event_rows.
create or replace function thing.filled_image(
    p_class_id integer, p_id uuid, p_seq bigint, p_image jsonb, p_fields jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_image jsonb := p_image;
    v_column text;
    v_field jsonb;
    v_value jsonb;
    v_last jsonb;
begin
    for v_column, v_field in select f.key, f.value from jsonb_each(p_fields) f
                              where not thing.fits(p_image -> f.key, f.value)
    loop
        select n.old -> v_column into v_value
          from (select l.old
                  from change_log l
                 where l.thing_id = p_id and l.seq > p_seq and l.operation in ('update', 'delete')
                 order by l.seq
                 limit 100) n
         where thing.fits(n.old -> v_column, v_field)
         limit 1;
        if v_value is null then
            v_last := coalesce(v_last, (select i.image from thing.live_images(p_class_id, array[p_id]) i), (
                select l.old
                  from change_log l
                 where l.thing_id = p_id and l.operation = 'delete'
                 order by l.seq desc
                 limit 1), '{}');
            v_value := v_last -> v_column;
        end if;
        if not thing.fits(v_value, v_field) then
            v_value := v_field -> 'default';
        end if;
        v_image := v_image - v_column
            || case when v_value is null then '{}' else jsonb_build_object(v_column, v_value) end;
    end loop;
    return v_image;
end
$$;
comment on function thing.filled_image(integer, uuid, bigint, jsonb, jsonb) is
    'An image as the schema of today wants it. Internal.';
revoke all on function thing.filled_image(integer, uuid, bigint, jsonb, jsonb) from public;
