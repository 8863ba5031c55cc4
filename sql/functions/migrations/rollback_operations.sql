-- The operations that lead from one version back to an earlier one: the inverses of all versions after it, newest first. A version
-- that itself went back to a version still ahead of the target is skipped with all between: the schema was the same at both ends.
-- (Without that, going to and fro would double the list each time.) Runs inside the tenant's schema. Null when there are none.
create or replace function thing.rollback_operations(p_from integer, p_to integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_at integer := p_from;
    v_version record;
    v_operations jsonb := '[]';
begin
    while v_at > p_to loop
        select s.inverse, s.reverts into v_version from schema_versions s where s.version = v_at;
        if v_version.reverts >= p_to then
            v_at := v_version.reverts;
        else
            v_operations := v_operations || v_version.inverse;
            v_at := v_at - 1;
        end if;
    end loop;
    return nullif(v_operations, '[]');
end
$$;
comment on function thing.rollback_operations(integer, integer) is 'Operations that lead back from a version to an earlier one. Internal.';
revoke all on function thing.rollback_operations(integer, integer) from public;
