-- Whether two classes are one, or one extends the other, directly or not. Runs inside the tenant's schema.
create or replace function thing.is_kin(p_one integer, p_other integer)
returns boolean
language plpgsql
stable
as $$
begin
    return p_one = p_other
        or p_one in (select thing.class_ancestors(p_other))
        or p_other in (select thing.class_ancestors(p_one));
end
$$;
comment on function thing.is_kin(integer, integer) is
    'Whether one of two classes extends the other, or they are one. Internal.';
revoke all on function thing.is_kin(integer, integer) from public;
