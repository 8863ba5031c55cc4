-- The options of an enum, as they are once jobs have renamed what is being renamed. Runs inside the tenant's schema.
create or replace function thing.coming_options(p_enum_id integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return coalesce((
        select o.params -> 'values'
          from thing.enum_fields(p_enum_id) f
          join thing_class_fields o on o.id = any (thing.joint_retypes(f.id)) and o.pending ? 'renamed'
         limit 1),
        (select e.options from thing_enums e where e.id = p_enum_id));
end
$$;
comment on function thing.coming_options(integer) is 'The options of an enum after its jobs. Internal.';
revoke all on function thing.coming_options(integer) from public;
