-- A foreign key as an object that the metadata wants. One to thing_instances is deferred: the instance rows of a
-- statement are written at its end. Runs inside the tenant's schema.
create or replace function thing.foreign_key(
    p_table text, p_name text, p_column text, p_target text, p_on_delete text, p_field_id integer)
returns thing.desired_object
language plpgsql
stable
as $$
declare
    v_object thing.desired_object;
    v_deferred boolean := p_target = 'thing_instances';
begin
    v_object.table_name := p_table;
    v_object.name := p_name;
    v_object.kind := 'foreign';
    v_object.signature := concat_ws(':', p_name, p_column, p_target, p_on_delete, v_deferred);
    v_object.definition := format('foreign key (%I) references %I.%I (id) on delete %s%s', p_column,
        current_schema(), p_target,
        case p_on_delete when 'cascade' then 'cascade' when 'setNull' then 'set null' else 'no action' end,
        case when v_deferred then ' deferrable initially deferred' end);
    v_object.lock_also := p_target;
    v_object.columns := array[p_column];
    v_object.field_id := p_field_id;
    return v_object;
end
$$;
comment on function thing.foreign_key(text, text, text, text, text, integer) is
    'A foreign key that the metadata wants. Internal.';
revoke all on function thing.foreign_key(text, text, text, text, text, integer) from public;
