-- The rows of schema_versions: none is missing up to the newest that anything names, each says what its log row says,
-- and the last has the shape of the catalog. A row that is gone is rewritten from the log; how to undo it is lost,
-- so a rollback over it is refused. Runs inside the tenant's schema.
create or replace function thing.check_version_rows()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_last integer := (select max(n) from (select max(s.version) as n from schema_versions s
                                           union all select max(greatest(c.created_version, c.changed_version,
                                                                         c.dropped_version))
                                                       from thing_classes c
                                           union all select max(greatest(f.created_version, f.dropped_version))
                                                       from thing_class_fields f
                                           union all select max(e.until) from thing_class_entries e) m);
    v_gaps integer[] := array(select v from generate_series(0, coalesce(v_last, 0)) v
                               where not exists (select from schema_versions s where s.version = v) order by v);
    v_logged integer[] := '{}';
begin
    if v_gaps <> '{}' then
        v_logged := array(select l.version from change_log l where l.operation = 'schema' and l.version = any (v_gaps));
    end if;
    return query
    select case when g = 0 or g = any (v_logged) then 'missing version' else 'lost version' end, null::text,
           format('version %s', g),
           case when g = 0 or g = any (v_logged) then 'its row is gone; a rollback over it will be refused'
                else 'its row is gone, and so is its log row: what it did is not known' end,
           case when g = 0
                then array[$sql$insert into schema_versions (version, operations, inverse, diff, checksum, author)
values (0, '[]', '[]', '[]', md5(''), session_user)$sql$]
                when g = any (v_logged) then array[format(
                    'insert into schema_versions (version, operations, inverse, diff, checksum, author, reverts, xid,'
                    || $sql$ created_at, shape)
select l.version, l.new -> 'operations', '[{"op": "lost"}]', l.new -> 'diff', %s, $sql$
                    || $sql$coalesce(l.new ->> 'author', l.by_role), (l.new ->> 'reverts')::integer, l.xid, l.at, %s
  from change_log l where l.operation = 'schema' and l.version = %s$sql$,
                    case when g = v_last then 'thing.schema_checksum(true)' else quote_literal('unknown') end,
                    case when g = v_last then 'thing.catalog_shape()' else 'null' end, g)] end
      from unnest(v_gaps) g;
    return query
    select 'changed version', null::text, format('version %s', s.version), 'it is not what the log says',
           array[format(
               $sql$update schema_versions s set operations = l.new -> 'operations', diff = l.new -> 'diff', $sql$
               || $sql$author = l.new ->> 'author', reverts = (l.new ->> 'reverts')::integer
  from change_log l where l.xid = s.xid and l.operation = 'schema' and l.version = s.version and s.version = %s$sql$,
               s.version)]
      from schema_versions s
      join change_log l on l.xid = s.xid and l.operation = 'schema' and l.version = s.version
     where (s.operations, s.diff, to_jsonb(s.author), s.reverts)
           is distinct from (l.new -> 'operations', l.new -> 'diff', l.new -> 'author', (l.new ->> 'reverts')::integer)
    union all
    select 'changed version', null, format('version %s', s.version), 'its shape is not that of the catalog',
           array[format('update schema_versions set shape = thing.catalog_shape() where version = %s', s.version)]
      from schema_versions s
     where s.version = v_last and s.shape is distinct from thing.catalog_shape()
       and not exists (select from thing_classes c
                        where c.dropped_version is null and c.entry_shape is distinct from c.entry ->> 'shape');
end
$$;
comment on function thing.check_version_rows() is 'Rows of schema_versions that are missing or changed. Internal.';
revoke all on function thing.check_version_rows() from public;
