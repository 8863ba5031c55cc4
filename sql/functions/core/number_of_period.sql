-- A number that a sequence gave, if it is of the current period, else the first of that. A period that has begun stays:
-- numbers of an earlier one are not given any more. (No search_path of its own: it is called for each row.)
create or replace function thing.number_of_period(number bigint, counter regclass, pattern text, zone text)
returns bigint
language plpgsql
volatile
as $$
declare
    v_start bigint := thing.period_start(number_of_period.pattern, number_of_period.zone);
begin
    if number_of_period.number > v_start then
        return number_of_period.number;
    end if;
    perform thing.count_from(number_of_period.counter, v_start);
    return nextval(number_of_period.counter);
end
$$;
comment on function thing.number_of_period(bigint, regclass, text, text) is
    'A number of the current period. Columns of fields that count up have it in their default.';
revoke all on function thing.number_of_period(bigint, regclass, text, text) from public;
grant execute on function thing.number_of_period(bigint, regclass, text, text) to thing_admin, thing_tenant;
