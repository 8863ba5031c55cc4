-- What stands before the first number of the period that it is now: the date, with 0 for what the pattern does not
-- name, then 11 digits for the number. 0 where it names none: those count for ever. (No search_path of its own: it is
-- called for each row.)
create or replace function thing.period_start(pattern text, zone text)
returns bigint
language plpgsql
volatile
as $$
begin
    return case when strpos(period_start.pattern, '{year}') = 0 then 0
                else to_char(clock_timestamp() at time zone period_start.zone,
                         case when strpos(period_start.pattern, '{day}') > 0 then 'YYYYMMDD'
                              when strpos(period_start.pattern, '{month}') > 0 then 'YYYYMM"00"'
                              else 'YYYY"0000"' end)::bigint * 100000000000 end;
end
$$;
comment on function thing.period_start(text, text) is 'What stands before the first number of the current period.';
revoke all on function thing.period_start(text, text) from public;
grant execute on function thing.period_start(text, text) to thing_admin, thing_tenant;
