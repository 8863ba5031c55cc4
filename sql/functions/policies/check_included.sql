-- Fails where a role includes itself, by others, or one that is not there. Runs inside the tenant's schema.
-- Errors: TB02B INVALID_POLICY, TB02C UNKNOWN_ROLE.
create or replace function thing.check_included()
returns void
language plpgsql
stable
as $$
declare
    v_bad record;
begin
    select r.name, i into v_bad from thing_roles r cross join unnest(r.includes) i
     where not exists (select from thing_roles o where o.name = i) limit 1;
    if found then
        perform thing.fail('UNKNOWN_ROLE', format('role %s includes %s, which does not exist', v_bad.name, v_bad.i),
            jsonb_build_object('role', v_bad.i));
    end if;
    with recursive within (name, included) as (
        select r.name, i from thing_roles r cross join unnest(r.includes) i
        union
        select w.name, i from within w join thing_roles r on r.name = w.included cross join unnest(r.includes) i)
    select w.name into v_bad from within w where w.name = w.included limit 1;
    if found then
        perform thing.fail('INVALID_POLICY', format('role %s would include itself', v_bad.name),
            jsonb_build_object('role', v_bad.name));
    end if;
end
$$;
comment on function thing.check_included() is 'Fail where roles include each other in a circle. Internal.';
revoke all on function thing.check_included() from public;
