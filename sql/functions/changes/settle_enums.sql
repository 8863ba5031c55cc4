-- Fields of these classes that come back from hiding, and whose enum has changed meanwhile: they take its options where
-- these hold all of theirs. Else, or where the enum is gone, they keep theirs, and name no enum any more. Metadata
-- only; runs inside the tenant's schema.
create or replace function thing.settle_enums(p_classes integer[])
returns void
language plpgsql
as $$
begin
    update thing_class_fields f
       set params = case when e.dropped_version is null and e.options @> (f.params -> 'values')
                         then f.params || jsonb_build_object('values', e.options) else f.params - 'enum' end
      from thing_enums e
     where f.class_id = any (p_classes) and f.params ? 'enum' and f.dropped_version is null
       and e.id = (f.params ->> 'enum')::integer
       and (e.dropped_version is not null or e.options <> f.params -> 'values');
end
$$;
comment on function thing.settle_enums(integer[]) is 'Bring restored fields in step with their enum. Internal.';
revoke all on function thing.settle_enums(integer[]) from public;
