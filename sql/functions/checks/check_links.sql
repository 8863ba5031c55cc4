-- References to nothing: links without a source or target are removed, references of things are reported. Only where a
-- foreign key was passed by can there be any. Runs inside the tenant's schema.
create or replace function thing.check_links()
returns setof thing.damage
language plpgsql
stable
as $$
begin
    return query
    select case when (d).table_name ~ '^tj_' then 'orphaned link' else 'dangling reference' end, c.name,
           (d).table_name || '.' || (d).columns[1],
           format('%s, such as %s', p.message, p.rows),
           case when (d).table_name ~ '^tj_' then array[format(
               'delete from %1$I.%2$I l where not exists (select from %1$I.%3$I r where r.id = l.%4$I)',
               current_schema(), (d).table_name, (d).lock_also, (d).columns[1])] end
      from thing_classes c
      cross join lateral thing.desired_objects(c.id) d
      cross join lateral thing.job_problem(c.id, 'foreign', (d).table_name, (d).name) p
     where not c.abstract and (d).kind = 'foreign' and to_regclass(quote_ident((d).table_name)) is not null;
end
$$;
comment on function thing.check_links() is 'References to things that are not there. Internal.';
revoke all on function thing.check_links() from public;
