-- A class as the declarative document has it: its own fields, its overrides of inherited ones, its rules. Runs inside
-- the tenant's schema.
create or replace function thing.class_document(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select jsonb_strip_nulls(jsonb_build_object(
                   'name', c.name, 'label', c.label, 'description', c.description, 'deprecated', c.deprecated,
                   'extends', (select p.name from thing_classes p where p.id = c.extends_id),
                   'abstract', nullif(c.abstract, false)))
            || jsonb_build_object(
                   'rules', c.rules,
                   'fields', coalesce((
                       select jsonb_agg(
                                  jsonb_strip_nulls(jsonb_build_object(
                                      'name', f.name, 'type', f.type, 'label', f.label, 'description', f.description,
                                      'deprecated', f.deprecated, 'indexed', nullif(f.indexed, false),
                                      'searchable', nullif(f.searchable, false), 'personal', nullif(f.personal, false),
                                      'target', (select t.name from thing_classes t where t.id = f.target_id),
                                      'onDelete', f.on_delete,
                                      'aliases', nullif(f.aliases, '{}'),
                                      'expression', thing.expression_text(f.expression -> 'tree'),
                                      'stored', case when f.inlined and f.expression -> 'storable' = 'true'
                                                     then false end,
                                      'kept', f.expression -> 'kept'))
                                  || jsonb_build_object('params', thing.shown_params(f.params),
                                      'rules', f.validation_rules)
                                  || case when f.default_value is null then '{}'
                                          else jsonb_build_object('default', f.default_value) end
                                  order by f.position, f.id)
                         from thing_class_fields f
                        where f.class_id = c.id and f.dropped_version is null and f.inherited_from is null), '[]'),
                   'overrides', coalesce((
                       select jsonb_agg(jsonb_build_object('name', f.name, 'rules', f.validation_rules)
                                  order by f.position, f.id)
                         from thing_class_fields f
                        where f.class_id = c.id and f.dropped_version is null and f.inherited_from is not null
                          and f.validation_rules <> '{}'), '[]'),
                   'uniques', coalesce((
                       select jsonb_agg(jsonb_build_object('name', u.name, 'fields', (
                                  select jsonb_agg(f.name order by k.n)
                                    from unnest(u.field_ids) with ordinality k (id, n)
                                    join thing_class_fields f on f.id = k.id)) order by u.name)
                         from thing_class_uniques u
                        where u.class_id = c.id and u.dropped_version is null and u.inherited_from is null), '[]'))
            -- (Only where the class has some: the checksum of a schema without is what it always was.)
            || coalesce((
                   select jsonb_build_object('indexes', jsonb_agg(jsonb_build_object('name', i.name,
                              'keys', thing.index_keys(i.field_ids, i.orders)) order by i.name))
                     from thing_class_indexes i where i.class_id = c.id having count(*) > 0), '{}')
            || case when c.rollup is null then '{}'
                    else jsonb_build_object('rollup', thing.rollup_document(c.id)) end
          from thing_classes c
         where c.id = p_class_id);
end
$$;
comment on function thing.class_document(integer) is 'A class in the declarative form. Internal.';
revoke all on function thing.class_document(integer) from public;
