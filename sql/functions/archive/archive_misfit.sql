-- Which of an archive's tables of these parts cannot be copied into the tenant's: a table or column that is not there,
-- a column of another type. Null: all can. Columns that only this core has keep their defaults. Runs inside the
-- tenant's schema.
create or replace function thing.archive_misfit(p_manifest jsonb, p_parts text[])
returns text
language plpgsql
stable
as $$
begin
    return (
        select string_agg(concat_ws(' ', m.name || '.' || m.column, m.type), ', ')
          from (select a.name, c.column, c.type
                  from jsonb_to_recordset(p_manifest -> 'tables') a (name text, part text, columns text[], types text[])
                  cross join lateral unnest(a.columns, a.types) c ("column", type)
                 where a.part = any (p_parts)
                except
                select t.name, c.column, c.type from thing.archive_tables() t
                  cross join lateral unnest(t.columns, t.types) c ("column", type)
                 where t.part = any (p_parts)
                 limit 5) m);
end
$$;
comment on function thing.archive_misfit(jsonb, text[]) is
    'Columns of an archive that the tenant''s tables do not have. Internal.';
revoke all on function thing.archive_misfit(jsonb, text[]) from public;
