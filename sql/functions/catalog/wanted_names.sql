-- What the API calls these classes (null: all live ones): singular, plural, api_names. Runs inside the tenant's schema.
create or replace function thing.wanted_names(p_classes integer[])
returns table (id integer, singular text, plural text, api_names text[])
language plpgsql
stable
as $$
begin
    return query
    select o.id, s.singular, p.plural,
           thing.type_names(o.name)
               || array['Query.' || s.singular, 'Query.' || p.plural, 'Query.' || p.plural || 'Aggregate'] || array(
                   select o.name || k.before || upper(left(a.name, 1) collate "C") || substr(a.name, 2) || k.suffix
                     from thing_class_fields f
                     cross join lateral unnest(f.name || array(select jsonb_object_keys(f.aliases))) a (name)
                     join thing.field_types t on t.name = f.type
                     join (values ('enum', '', ''), ('enum', '', 'Filter'), ('enum', '', 'ListFilter'),
                             ('reference', 'Without', 'CreateInput'),
                             ('reference', 'Without', 'LinksInput')) k (kind, before, suffix)
                       on k.kind = case when t.graphql_scalar in ('Enum', '[Enum!]')
                                             and not f.params ? 'enum' then 'enum'
                                        when f.type = 'reference' and f.target_id is not null then 'reference' end
                    where f.class_id = o.id and f.inherited_from is null and f.dropped_version is null
                    order by f.id, a.name, k.suffix) || array(
               select o.name || upper(left(u.name, 1) collate "C") || substr(u.name, 2) || 'UniqueInput'
                 from thing_class_uniques u
                where u.class_id = o.id and u.dropped_version is null
                order by u.id)
      from thing_classes o
      cross join lateral (select thing.singular(o.name) as singular) s
      cross join lateral (select thing.plural(s.singular) as plural) p
     where o.id = any (p_classes) or p_classes is null and o.dropped_version is null;
end
$$;
comment on function thing.wanted_names(integer[]) is 'What the API calls classes. Internal.';
revoke all on function thing.wanted_names(integer[]) from public;
