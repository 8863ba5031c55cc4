-- What a schema file can say.
select (select jsonb_agg(jsonb_build_object('name', t.name, 'scalar', t.graphql_scalar, 'params', t.params) order by t.position)
          from thing.field_types t) as types,
       (select jsonb_agg(jsonb_build_object('name', r.name, 'argument', r.argument, 'description', r.description) order by r.position, r.name)
          from thing.rules r
         where r.level = 'field' and r.applies_to <> '{}') as rules
