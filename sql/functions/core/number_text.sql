-- The text of a number of a sequence. Above its 11 last digits a number has the period that it belongs to, where the
-- pattern names one (thing.period_start). {year}, {month} and {day} are those of the period, the zeros the rest with so
-- many digits at least. Pure. (No search_path of its own: it is called for each row.)
create or replace function thing.number_text(number bigint, pattern text)
returns text
language plpgsql
immutable
as $$
declare
    v_period bigint := number_text.number / 100000000000;
    v_number bigint := number_text.number;
    v_text text := number_text.pattern;
    v_at integer;
    v_digits integer;
begin
    if strpos(v_text, '{year}') > 0 then
        v_number := v_number % 100000000000;
        v_text := replace(replace(replace(v_text, '{year}', to_char(v_period / 10000, 'FM0000')),
            '{month}', to_char(v_period / 100 % 100, 'FM00')), '{day}', to_char(v_period % 100, 'FM00'));
    end if;
    v_at := strpos(v_text, '{0');
    v_digits := strpos(substr(v_text, v_at), '}') - 2;
    return left(v_text, v_at - 1) || to_char(v_number, 'FM' || repeat('9', 18 - v_digits) || repeat('0', v_digits))
        || substr(v_text, v_at + v_digits + 2);
end
$$;
comment on function thing.number_text(bigint, text) is
    'The text of a number of a sequence. Columns of such fields have it in their default.';
revoke all on function thing.number_text(bigint, text) from public;
grant execute on function thing.number_text(bigint, text) to thing_admin, thing_tenant;
