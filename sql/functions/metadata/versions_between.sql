-- The versions that lead from one to a later one, oldest first. A version that went back to one not before p_from is
-- left out with all that it went back over: the schema was the same at both ends. (Without that, going to and fro would
-- double the way each time.) Runs inside the tenant's schema.
create or replace function thing.versions_between(p_from integer, p_to integer)
returns integer[]
language plpgsql
stable
as $$
declare
    v_at integer := p_to;
    v_reverts integer;
    v_versions integer[] := '{}';
begin
    while v_at > p_from loop
        select s.reverts into v_reverts from schema_versions s where s.version = v_at;
        if v_reverts >= p_from then
            v_at := v_reverts;
        else
            v_versions := v_at || v_versions;
            v_at := v_at - 1;
        end if;
    end loop;
    return v_versions;
end
$$;
comment on function thing.versions_between(integer, integer) is 'Versions that lead from one to a later one. Internal.';
revoke all on function thing.versions_between(integer, integer) from public;
