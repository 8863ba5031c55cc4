-- Whether what these fields (null: all) of these classes require and allow now breaks documents that hold at the
-- version before, which is what the catalog's entries still say: an input must have what it could lack, what could not
-- be null can be, a thing cannot be looked for by a field any more, what is made in the input of what it refers to has
-- another type. Runs inside the tenant's schema.
create or replace function thing.breaks_clients(p_classes integer[], p_fields integer[])
returns boolean
language plpgsql
stable
as $$
begin
    return exists (
        select from thing_classes c
         cross join lateral (
               select array_agg(r.field_id) filter (where r.rule = 'required') as required,
                      array_agg(r.field_id) filter (where r.rule = 'unique') as uniques
                 from thing.effective_rules_of(c.id) r
                where r.rule in ('required', 'unique') and r.argument = 'true') r
          join thing_class_fields f on f.class_id = c.id and f.dropped_version is null
          join thing.field_types t on t.name = f.type
          left join lateral (
               select e.value as entry from jsonb_array_elements(c.entry::jsonb -> 'fields') e
                where (e.value ->> 'id')::integer = f.id) e on true
         cross join lateral (
               select coalesce(f.id = any (r.required), false) as required,
                      coalesce(e.entry #> '{rules,required}' = 'true', false) as was_required,
                      coalesce(f.id = any (r.uniques), false) as one,
                      coalesce(e.entry #> '{rules,unique}' = 'true', false) as was_one) n
         where c.id = any (p_classes) and c.dropped_version is null and c.entry is not null
           and (p_fields is null or f.id = any (p_fields))
           -- Without an alias; with one either name will do.
           and (t.pg_type is not null and not c.abstract and n.required and f.default_value is null and f.aliases = '{}'
                and not (n.was_required and coalesce(e.entry -> 'default', 'null') = 'null' and not e.entry ? 'aliases')
                or t.pg_type is not null and not n.required and coalesce(e.entry -> 'nonNull' = 'true', false)
                or f.target_id is not null and t.pg_type is not null and f.inherited_from is null and not c.abstract
                   and (n.required and f.default_value is null)
                       <> (n.was_required and coalesce(e.entry -> 'default', 'null') = 'null')
                or n.was_one and not n.one));
end
$$;
comment on function thing.breaks_clients(integer[], integer[]) is
    'Whether other rules break documents of clients. Internal.';
revoke all on function thing.breaks_clients(integer[], integer[]) from public;
