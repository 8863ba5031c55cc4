-- Why an archive's tables of these parts cannot be copied into the tenant's: a part that no archive has, a table or
-- column that is not there, a column of another type, a table that is there twice or not at all. Null: all can. Columns
-- that only this core has keep their defaults. Runs inside the tenant's schema.
create or replace function thing.archive_misfit(p_manifest jsonb, p_parts text[])
returns text
language plpgsql
stable
as $$
begin
    return (
        with archived as (
            select a.name, coalesce(a.part, '') as part, a.columns, a.types
              from jsonb_to_recordset(p_manifest -> 'tables') a (name text, part text, columns text[], types text[])
        ), here as (
            select t.name, t.columns, t.types from thing.archive_tables() t where t.part = any (p_parts)
        )
        select string_agg(m.misfit, ', ')
          from (select a.name || ' of part ' || a.part as misfit from archived a
                 where a.part not in ('definitions', 'core', 'classes')
                union all
                select a.name || ' twice' from archived a where a.part = any (p_parts)
                 group by a.name having count(*) > 1
                union all
                select 'no ' || h.name from here h
                 where not exists (select from archived a where a.part = any (p_parts) and a.name = h.name)
                union all
                select concat_ws(' ', c.name || '.' || c.column, c.type)
                  from (select a.name, u.column, u.type
                          from archived a cross join lateral unnest(a.columns, a.types) u ("column", type)
                         where a.part = any (p_parts)
                        except
                        select h.name, u.column, u.type
                          from here h cross join lateral unnest(h.columns, h.types) u ("column", type)) c
                 limit 5) m);
end
$$;
comment on function thing.archive_misfit(jsonb, text[]) is
    'Why an archive''s tables do not fit the tenant''s. Internal.';
revoke all on function thing.archive_misfit(jsonb, text[]) from public;
