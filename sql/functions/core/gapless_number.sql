-- The next number of a sequence without gaps. The first of a transaction locks the row of the tenant's table
-- thing_numbers, so that one transaction counts at a time; from there on it is counted in a setting
-- (thing.held_number), as versions of one row in one transaction would take ever longer to find. thing.keep_number
-- writes it back. reached: takes none, but goes on behind this one that was given. Definer: tenants may not write the
-- table. Errors: TB044 FORBIDDEN.
create or replace function thing.gapless_number(
    numbers regclass, counter text, pattern text, zone text, reached bigint default null)
returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_setting text := 'thing.n' || gapless_number.numbers::oid || gapless_number.counter;
    v_start bigint := thing.period_start(gapless_number.pattern, gapless_number.zone);
    v_last bigint := thing.held_number(gapless_number.numbers, gapless_number.counter);
begin
    if v_last is null then
        perform thing.may_count(gapless_number.numbers);
        perform set_config(v_setting, '', true);
        execute format('update %s u set last = case when $3 is null then greatest(u.last, $2) + 1 '
                       'else greatest(u.last, $3) end, turns = u.turns + 1 where u.counter = $1 returning u.last',
                gapless_number.numbers)
           into v_last using gapless_number.counter, v_start, gapless_number.reached;
        if v_last is null then
            perform thing.fail('FORBIDDEN', format('no field counts by the sequence %L', left(gapless_number.pattern,
                100)));
        elsif current_setting(v_setting) <> '' then     -- thing.keep_number has been here, and will not come again
            return v_last;
        end if;
    else
        v_last := case when gapless_number.reached is null then greatest(v_last, v_start) + 1
                       else greatest(v_last, gapless_number.reached) end;
    end if;
    perform set_config(v_setting, pg_current_xact_id() || ' ' || v_last, true);
    return v_last;
end
$$;
comment on function thing.gapless_number(regclass, text, text, text, bigint) is
    'The next number of a sequence without gaps. Columns of fields that count up have it in their default.';
revoke all on function thing.gapless_number(regclass, text, text, text, bigint) from public;
grant execute on function thing.gapless_number(regclass, text, text, text, bigint) to thing_admin, thing_tenant;
