-- Fails before anything is touched when a rollback would bring back what thing.purge has removed.
-- Runs inside the tenant's schema. Errors: TB036 NOT_REVERSIBLE with the purged ids.
create or replace function thing.check_reversible(p_operations jsonb)
returns void
language plpgsql
stable
as $$
declare
    v_gone jsonb;
begin
    select jsonb_agg(o.value) into v_gone
      from jsonb_array_elements(p_operations) o
     where case o.value ->> 'op'
               when 'restore_class' then not exists (select from thing_classes c
                                                      where c.id = (o.value ->> 'id')::integer)
               when 'restore_enum' then not exists (select from thing_enums e where e.id = (o.value ->> 'id')::integer)
               when 'restore_field' then not exists (select from thing_class_fields f
                                                      where f.id = (o.value ->> 'id')::integer)
               when 'restore_type' then not exists (select from thing_class_fields f
                                                     where f.id = (o.value ->> 'id')::integer)
           end;
    if v_gone is not null then
        perform thing.fail('NOT_REVERSIBLE', 'what the rollback needs has been purged', v_gone);
    end if;
end
$$;
comment on function thing.check_reversible(jsonb) is 'Fail when a rollback needs what has been purged. Internal.';
revoke all on function thing.check_reversible(jsonb) from public;
