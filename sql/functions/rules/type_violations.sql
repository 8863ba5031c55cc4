-- Values (keyed by API name) that are not fields of the class, belong to the system, or do not fit the field's type.
-- An id may be given at an insert. Runs inside the tenant's schema.
create or replace function thing.type_violations(p_class_id integer, p_values jsonb, p_update boolean)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_agg(v.violation order by v.position, v.name collate "C"), '[]')
          from (select g.key as name, f.position, case
                       when g.key = 'id' and not p_update then thing.violation('id', 'type',
                           thing.check_value('uuid', '{}', nullif(g.value, 'null')), '{"type": "uuid"}')
                       when g.key in ('id', 'version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy')
                           then thing.violation(g.key, 'readOnly', 'is kept by the system')
                       when f.expression is not null then thing.violation(g.key, 'readOnly', 'is computed')
                       when f.id is null then thing.violation(g.key, 'unknownField', 'is not a field of the class')
                       else thing.violation(g.key, 'type', thing.check_value(f.type, f.params, g.value),
                           jsonb_build_object('type', f.type))
                   end as violation
                  from jsonb_each(p_values) g
                  left join thing_class_fields f on f.class_id = p_class_id and f.name = g.key
                   and f.dropped_version is null) v
         where v.violation ->> 'message' is not null);
end
$$;
comment on function thing.type_violations(integer, jsonb, boolean) is
    'Values that are not fields of the class or do not fit their type. Internal.';
revoke all on function thing.type_violations(integer, jsonb, boolean) from public;
