-- The column of a class that a name of an expression means: of a live field, or of the system. A field that is computed
-- itself and not yet worked out is so first; p_path: ids of those that wait for it. Runs inside the tenant's schema.
-- Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.named_column(p_class_id integer, p_name text, p_at jsonb, p_path integer[],
    out key text, out type text, out target_id integer)
language plpgsql
as $$
declare
    v_field record;
begin
    select p_class_id || ':' || s.column_name, s.type into key, type
      from (values ('id', 'id', 'uuid'), ('version', 'version', 'integer'), ('createdAt', 'created_at', 'datetime'),
                   ('updatedAt', 'updated_at', 'datetime'), ('createdBy', 'created_by', 'text'),
                   ('updatedBy', 'updated_by', 'text')) s (name, column_name, type)
     where s.name = p_name;
    if found then
        return;
    end if;
    select f.id, f.physical_name, f.type, f.target_id, f.expression ? 'given' as waits into v_field
      from thing_class_fields f
     where f.class_id = p_class_id and f.name = p_name and f.dropped_version is null;
    if not found then
        perform thing.refuse_expression(format('class %s has no field %s',
            (select c.name from thing_classes c where c.id = p_class_id), p_name), p_at);
    elsif v_field.waits then
        perform thing.define_expression(v_field.id, p_path);
    end if;
    key := p_class_id || ':' || v_field.physical_name;
    type := v_field.type;
    target_id := v_field.target_id;
end
$$;
comment on function thing.named_column(integer, text, jsonb, integer[]) is
    'The column that a name of an expression means. Internal.';
revoke all on function thing.named_column(integer, text, jsonb, integer[]) from public;
