-- The changes of a schema version, in order, with "@id" where they bring a class, field or enum back or hide one: of
-- it. An addition of something new has none. Runs inside the tenant's schema.
create or replace function thing.identified_changes(p_version integer)
returns setof jsonb
language plpgsql
stable
as $$
begin
    -- Each of these changes makes one change of its kind, and its inverse stands in the opposite order.
    return query
    select c.change || case when o.id is not null then jsonb_build_object('@id', o.id) else '{}' end
      from (select d.value as change, d.ordinality as n, d.value ->> 'kind' as kind,
                   row_number() over (partition by d.value ->> 'kind' order by d.ordinality) as k
              from schema_versions s cross join lateral jsonb_array_elements(s.diff) with ordinality d
             where s.version = p_version) c
      left join (
           select a.kind, row_number() over (partition by a.kind order by a.n) as k, a.id
             from (select i.kind, o.ordinality as n, o.value -> 'id' as id
                     from schema_versions s cross join lateral jsonb_array_elements(s.operations) with ordinality o
                     join (values ('create_class', 'CLASS_ADDED'), ('restore_class', 'CLASS_ADDED'),
                              ('add_field', 'FIELD_ADDED'), ('restore_field', 'FIELD_ADDED'),
                              ('create_enum', 'ENUM_ADDED'), ('restore_enum', 'ENUM_ADDED'))
                          i (op, kind) on i.op = o.value ->> 'op'
                    where s.version = p_version
                   union all
                   select i.kind, -o.ordinality, o.value -> 'id'
                     from schema_versions s cross join lateral jsonb_array_elements(s.inverse) with ordinality o
                     join (values ('restore_class', 'CLASS_DROPPED'), ('restore_field', 'FIELD_DROPPED'),
                              ('restore_enum', 'ENUM_DROPPED')) i (op, kind) on i.op = o.value ->> 'op'
                    where s.version = p_version) a) o on o.kind = c.kind and o.k = c.k
     order by c.n;
end
$$;
comment on function thing.identified_changes(integer) is
    'Changes of a schema version, with the ids of what comes back or goes. Internal.';
revoke all on function thing.identified_changes(integer) from public;
