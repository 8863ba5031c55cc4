-- What auto_index tried and what became of it, newest first: ms of a list before and after. Errors: those of
-- thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.auto_indexes(tenant text)
returns table (class text, name text, fields text[], state text, ms_before double precision, ms_after double precision,
    begun_at timestamptz, ready_at timestamptz, ended_at timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(auto_indexes.tenant);
    return query
    select c.name, t.name,
           array(select coalesce(s.name, f.name) from unnest(t.field_ids) with ordinality k (id, n)
                   left join thing.system_keys() s on s.id = k.id
                   left join thing_class_fields f on f.id = k.id order by k.n),
           t.state, t.mean_before, t.mean_after, t.begun_at, t.ready_at, t.ended_at
      from index_trials t
      join thing_classes c on c.id = t.class_id
     order by t.id desc;
end
$$;
comment on function thing.auto_indexes(text) is
    'What auto_index tried, with the time of a list before and after. Example: select * from '
    'thing.auto_indexes(''acme'').';
revoke all on function thing.auto_indexes(text) from public;
grant execute on function thing.auto_indexes(text) to thing_admin, thing_tenant;
