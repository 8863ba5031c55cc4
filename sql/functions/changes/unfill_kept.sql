-- Notes that these kept fields are to be filled again (thing.kept_steps). Until then, where a job does it, they are
-- worked out when they are read. p_field_ids: where they are defined. Runs inside the tenant's schema.
create or replace function thing.unfill_kept(p_field_ids integer[])
returns void
language plpgsql
as $$
begin
    update thing_class_fields f
       set expression = f.expression - 'filled', inlined = thing.kept_is_large(o.class_id, o.expression -> 'tree')
      from thing_class_fields o
     where o.id = any (p_field_ids) and o.expression -> 'kept' = 'true'
       and f.id in (select thing.field_family(o.id));
end
$$;
comment on function thing.unfill_kept(integer[]) is 'Note that kept fields are to be filled again. Internal.';
revoke all on function thing.unfill_kept(integer[]) from public;
