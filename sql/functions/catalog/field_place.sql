-- Where a field stands among those of its class: the fields of the farthest ancestor come first, then each class's own
-- in their order. (The position of an inherited row says when the class came to have it.) Runs inside the tenant's
-- schema.
create or replace function thing.field_place(p_field_id integer)
returns integer[]
language plpgsql
stable
as $$
declare
    v_hops integer := 0;
    v_at record;
begin
    select f.id, f.inherited_from, f.position into v_at from thing_class_fields f where f.id = p_field_id;
    while v_at.inherited_from is not null loop
        v_hops := v_hops + 1;
        select f.id, f.inherited_from, f.position into v_at from thing_class_fields f where f.id = v_at.inherited_from;
    end loop;
    return array[-v_hops, v_at.position, v_at.id];
end
$$;
comment on function thing.field_place(integer) is 'Place of a field among those of its class. Internal.';
revoke all on function thing.field_place(integer) from public;
