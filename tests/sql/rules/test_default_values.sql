-- A default becomes an SQL expression of the field's type, or is refused.
begin;
select plan(7);
select is(thing.value_sql('integer', '{}', '5'), '''5''::integer', 'a number');
select is(thing.value_sql('text', '{}', '"it''s"'), '''it''''s''::text', 'a text is quoted');
select is(thing.value_sql('text', '{}', null), 'null', 'none');
select is(thing.value_sql('datetime', '{}', '"now"'), '((now() at time zone ''UTC'') at time zone ''UTC'')', 'now');
select is(thing.value_sql('date', '{}', '"today"'), 'date_trunc(''day'', now() at time zone ''UTC'')::date', 'today');
select throws_ok($$ select thing.value_sql('integer', '{}', '"x"') $$, 'TB028', null, 'a default of another type');
select throws_ok($$ select thing.value_sql('references', '{}', '[]') $$, 'TB028', 'the default of a field of type references takes no default', 'no column, no default');
select * from finish();
rollback;
