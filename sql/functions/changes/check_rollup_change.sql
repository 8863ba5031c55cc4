-- Refuses changes to a rollup that would make it another: drop_rollup and create_rollup do that. Nothing extends or
-- refers to one. Runs inside the tenant's schema. Errors: TB020 INVALID_CHANGE.
create or replace function thing.check_rollup_change(p_op jsonb)
returns void
language plpgsql
stable
as $$
declare
    v_name text := (
        select c.name from thing_classes c
         where c.rollup is not null and c.dropped_version is null
           and c.name in (p_op ->> 'extends', p_op #>> '{field,target}', p_op #>> '{set,target}',
               case when not (p_op ->> 'op' in ('rename_class', 'alter_class', 'rename_field', 'drop_class',
                           'create_rollup')
                       or p_op ->> 'op' = 'alter_field'
                          and (p_op -> 'set') - array['label', 'description', 'deprecated', 'aliases'] = '{}')
                    then p_op ->> 'class' end)
         limit 1);
begin
    if v_name is not null then
        perform thing.fail('INVALID_CHANGE', format('%s is a rollup: %s does not fit', v_name, p_op ->> 'op'), p_op,
            'Drop it and create it again as it should be.');
    end if;
end
$$;
comment on function thing.check_rollup_change(jsonb) is 'Refuse changes that do not fit a rollup. Internal.';
revoke all on function thing.check_rollup_change(jsonb) from public;
