-- One class as the catalog has it: physical names, types and effective rules of all its fields, inherited ones
-- included; the names that the API makes of it; what refers to it; the rollups
-- that are kept of its things; the tables whose kept fields they change. Without "changedVersion" and "shape", which
-- thing.refresh_entries adds. messages: what a violation of each rule says (the rules in the registry's order).
-- nonNull: reading can give no null. computed: the expression of a computed field; computedSql: what it is read as
-- where it is not stored, a template over {row}. Runs inside the tenant's schema.
create or replace function thing.class_entry(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_rules jsonb;
    v_checks jsonb;
    v_fields jsonb;
    v_nullable text[] := thing.nullable_columns(p_class_id);
begin
    select jsonb_object_agg(r.field_id,
               jsonb_build_object('rules', r.rules, 'messages', r.messages)) filter (where r.field_id is not null),
           jsonb_agg(r.checks) filter (where r.field_id is null) -> 0
      into v_rules, v_checks
      from (select e.field_id,
                   coalesce(jsonb_object_agg(e.rule,
                       e.argument) filter (where e.check_name is null and not e.of_items), '{}')
                       || case when bool_or(e.of_items) then jsonb_build_object('items', jsonb_object_agg(e.rule,
                           e.argument) filter (where e.of_items)) else '{}' end as rules,
                   jsonb_agg(case when e.of_items then 'each item ' else '' end || m.message
                       order by e.of_items, r.position, r.name) filter (where e.check_name is null) as messages,
                   jsonb_object_agg(e.check_name, e.argument || jsonb_build_object('rule', e.rule,
                       'message', m.message)) filter (where e.check_name is not null) as checks
              from thing.effective_rules_of(p_class_id) e
              join thing.rules r on r.name = e.rule
              cross join lateral (select thing.rule_message(jsonb_build_object(
                  'check', e.check_name, 'rule', e.rule, 'argument', e.argument, 'message', e.message)) as message) m
             where not r.argument ? 'always'   -- the type says it
             group by e.field_id) r;
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'id', f.id, 'name', f.name, 'type', f.type, 'label', f.label, 'description', f.description,
               'deprecated', f.deprecated,
               'column', case when f.type <> 'references' then f.physical_name end,
               'joinTable', case when f.type = 'references' then format('tj_%s_%s', p_class_id, f.physical_name) end,
               'target', (select t.name from thing_classes t where t.id = f.target_id), 'targetId', f.target_id,
               'targetTable', case when f.type in ('reference',
                   'references') then thing.reference_table(f.target_id) end,
               'onDelete', f.on_delete, 'indexed', nullif(f.indexed, false), 'searchable', nullif(f.searchable, false),
               'inheritedFrom', f.inherited_from, 'definedIn', thing.defining_class(f.id), 'inverse', f.inverse_name,
               'aliases', nullif(f.aliases, '{}'), 'personal', nullif(f.personal, false),
               'enum', e.name, 'enumDescription', e.description,
               'defaultSql', case when f.type = 'time' and f.default_value = '"now"' then thing.value_sql(f.type,
                   f.params, f.default_value)
                   when thing.is_sequence(f.type, f.default_value) then thing.sequence_sql(f.type, f.default_value)
                   else thing.moment_sql(f.default_value #>> '{}', f.type) end))
               || jsonb_build_object('params', f.params - 'enum',
                   'rules', coalesce(v_rules -> f.id::text -> 'rules', '{}'),
                   'messages', coalesce(v_rules -> f.id::text -> 'messages', '[]'), 'default', f.default_value,
                   'nonNull', f.type <> 'references' and not f.inlined and f.physical_name <> all (v_nullable))
                   || case when f.expression is null then '{}' else jsonb_strip_nulls(jsonb_build_object(
                       'computed', thing.expression_text(f.expression -> 'tree'),
                       'computedSql', case when f.inlined
                           then thing.computed_sql(f.type, f.params, f.expression, '{row}') end,
                       'computedColumns', case when f.inlined then thing.expression_columns(f.expression -> 'tree')
                           end)) end
               order by thing.field_place(f.id)), '[]')
      into v_fields
      from thing_class_fields f
      left join thing_enums e on e.id = (f.params ->> 'enum')::integer
     where f.class_id = p_class_id and f.dropped_version is null;
    return (
        select jsonb_strip_nulls(jsonb_build_object(
                   'id', c.id, 'name', c.name, 'singular', c.singular, 'plural', c.plural,
                   'label', c.label, 'description', c.description, 'deprecated', c.deprecated,
                   'table', case when not c.abstract then 'tc_' || c.physical_name end, 'abstract', c.abstract,
                   'extends', (select p.name from thing_classes p where p.id = c.extends_id), 'rollup', c.rollup,
                   'rollups', thing.class_rollups(c.id), 'keeps', thing.kept_tables(c.id)))
               || jsonb_build_object('fields', v_fields, 'checks', coalesce(v_checks, '{}'),
                   'inverses', thing.class_inverses(p_class_id), 'uniques', (
                       select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'fields', (
                                  select jsonb_agg(f.name order by k.n)
                                    from unnest(u.field_ids) with ordinality k (id, n)
                                    join thing_class_fields f on f.id = k.id)) order by u.name), '[]')
                         from thing_class_uniques u where u.class_id = c.id and u.dropped_version is null))
          from thing_classes c where c.id = p_class_id);
end
$$;
comment on function thing.class_entry(integer) is 'A class as the catalog shows it. Internal.';
revoke all on function thing.class_entry(integer) from public;
