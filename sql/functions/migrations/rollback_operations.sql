-- The changes that lead from one version back to an earlier one: the inverses of the versions between, newest first.
-- Runs inside the tenant's schema. Null when nothing is to be undone.
create or replace function thing.rollback_operations(p_from integer, p_to integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select jsonb_agg(o.value order by s.version desc, o.ordinality)
          from schema_versions s
         cross join jsonb_array_elements(s.inverse) with ordinality o
         where s.version = any (thing.versions_between(p_to, p_from)));
end
$$;
comment on function thing.rollback_operations(integer, integer) is
    'Operations that lead back from a version to an earlier one. Internal.';
revoke all on function thing.rollback_operations(integer, integer) from public;
