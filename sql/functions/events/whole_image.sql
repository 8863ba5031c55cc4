-- An image of the log with what thing.slim_image left out of it: each value is that of the next image that has it, at
-- most 32 versions on, or that of the thing as it is. p_seq: the log row that has the image. Runs inside the tenant's
-- schema, with the settings of thing.event_rows.
create or replace function thing.whole_image(p_class_id integer, p_id uuid, p_seq bigint, p_image jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_image jsonb := p_image - '_same';
    v_column text;
    v_value jsonb;
    v_live jsonb;
begin
    for v_column in select c from jsonb_array_elements_text(p_image -> '_same') c
    loop
        select n.old -> v_column into v_value
          from change_log n
         where n.thing_id = p_id and n.seq > p_seq and n.operation in ('update', 'delete') and n.old ? v_column
         order by n.seq
         limit 1;
        if not found then
            v_live := coalesce(v_live, (select i.image from thing.live_images(p_class_id, array[p_id]) i), '{}');
            v_value := v_live -> v_column;
        end if;
        if v_value is not null then
            v_image := v_image || jsonb_build_object(v_column, v_value);
        end if;
    end loop;
    return v_image;
end
$$;
comment on function thing.whole_image(integer, uuid, bigint, jsonb) is
    'An image of the log with what was left out of it. Internal.';
revoke all on function thing.whole_image(integer, uuid, bigint, jsonb) from public;
