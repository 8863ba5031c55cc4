-- The functions and operators of expressions, which computed fields are made of. Adding one is adding a row.
--
-- Kinds of values: boolean, integer, decimal, float, text, date, time, datetime, uuid, other (of a type that an
-- expression can only ask "is null" of). In `arguments` also:
--   number          integer, decimal or float; the result "number" is the widest of them, "ratio" decimal or float
--   any             all such arguments are of one kind, which the result "any" is
--   thing           any kind at all
--   list            a list of things, of the figures of lists
--   =date, ...      a literal text that says a date, datetime, time, zone or unit of time
-- `sql` is a template over {1}, {2}, ...; {all}: every argument, {rest}: every one but the first, each as `each` has
-- it, with `joiner` between. An argument stands in it once, or expressions could grow without bound. In SQL integer and
-- decimal are both numeric: no sum is too large. Nothing here raises an error for a value, floats beyond 1e308
-- excepted: what cannot be worked out is null.
create table if not exists thing.expression_functions (
    position    integer primary key,
    name        text not null,
    arguments   text[] not null,
    repeats     boolean not null,
    result      text not null,
    sql         text not null,
    each        text not null,
    joiner      text not null,
    storable    boolean not null,
    over_list   boolean not null,
    description text
);
comment on table thing.expression_functions is
    'Registry of what expressions can call: operators and functions, a row for each list of arguments.';
comment on column thing.expression_functions.repeats is 'The last argument may come again.';
comment on column thing.expression_functions.over_list is 'A figure of the things of a list.';
comment on column thing.expression_functions.storable is 'The same arguments always give the same result.';
grant select on thing.expression_functions to thing_admin, thing_tenant;

delete from thing.expression_functions;
insert into thing.expression_functions
    (position, name, arguments, repeats, result, sql, each, joiner, storable, over_list, description)
select f.n, f.name, rtrim(f.arguments, '+')::text[], f.arguments like '%+', f.result, f.sql, coalesce(f.each, '{}'),
       coalesce(f.joiner, ', '), f.sql not like '%now()%', f.n >= 200, f.description
  from (values
    (10, 'or', '{boolean,boolean}', 'boolean', '({1} or {2})', null, null, null),
    (11, 'and', '{boolean,boolean}', 'boolean', '({1} and {2})', null, null, null),
    (12, 'not', '{boolean}', 'boolean', '(not {1})', null, null, null),
    (20, '=', '{any,any}', 'boolean', '({1} = {2})', null, null, null),
    (21, '<>', '{any,any}', 'boolean', '({1} <> {2})', null, null, null),
    (22, '<', '{any,any}', 'boolean', '({1} < {2})', null, null, null),
    (23, '<=', '{any,any}', 'boolean', '({1} <= {2})', null, null, null),
    (24, '>', '{any,any}', 'boolean', '({1} > {2})', null, null, null),
    (25, '>=', '{any,any}', 'boolean', '({1} >= {2})', null, null, null),
    (26, 'in', '{any,any}+', 'boolean', '({1} in ({rest}))', null, null, null),
    (27, 'is null', '{thing}', 'boolean', '({1} is null)', null, null, null),
    (30, '+', '{number,number}', 'number', '({1} + {2})', null, null, null),
    (31, '-', '{number,number}', 'number', '({1} - {2})', null, null, null),
    (32, '*', '{number,number}', 'number', '({1} * {2})', null, null, null),
    (33, '/', '{number,number}', 'ratio', '({1} / nullif({2}, 0))', null, null, null),
    (34, '%', '{integer,integer}', 'integer', '({1} % nullif({2}, 0))', null, null, null),
    (35, '%', '{decimal,decimal}', 'decimal', '({1} % nullif({2}, 0))', null, null, null),
    (36, 'negative', '{number}', 'number', '(- {1})', null, null, null),
    (37, '||', '{text,text}', 'text', '({1} || {2})', null, null, null),
    (40, 'coalesce', '{any,any}+', 'any', 'coalesce({all})', null, null, 'The first of them that is not null.'),
    (41, 'nullif', '{any,any}', 'any', 'nullif({1}, {2})', null, null, 'The first; null where they are equal.'),
    (42, 'greatest', '{any,any}+', 'any', 'greatest({all})', null, null,
     'The greatest of those that are not null.'),
    (43, 'least', '{any,any}+', 'any', 'least({all})', null, null, 'The least of those that are not null.'),
    (50, 'abs', '{number}', 'number', 'abs({1})', null, null, 'Without its sign.'),
    (51, 'sign', '{number}', 'integer', 'sign({1}::numeric)', null, null, '-1, 0 or 1.'),
    (52, 'round', '{number}', 'integer', 'round({1}::numeric)', null, null,
     'The nearest whole number; a half goes away from zero.'),
    (53, 'round', '{number,integer}', 'decimal', 'round({1}::numeric, least(greatest({2}, -100), 100)::integer)', null,
     null, 'With so many digits after the point.'),
    (54, 'floor', '{number}', 'integer', 'floor({1}::numeric)', null, null,
     'The greatest whole number that is not greater.'),
    (55, 'ceil', '{number}', 'integer', 'ceil({1}::numeric)', null, null, 'The least whole number that is not less.'),
    (56, 'trunc', '{number}', 'integer', 'trunc({1}::numeric)', null, null, 'Without what stands after the point.'),
    (57, 'decimal', '{number}', 'decimal', '({1}::numeric)', null, null, 'A float as a decimal.'),
    (58, 'float', '{number}', 'float', '({1}::double precision)', null, null, 'A number as a float.'),
    (60, 'text', '{decimal}', 'text', '{1}::text', null, null, 'A number as a text.'),
    (61, 'text', '{date}', 'text', 'thing.date_text({1})', null, null, 'A date as a text: 2024-02-29.'),
    (62, 'upper', '{text}', 'text', 'upper({1} collate thing.letters)', null, null,
     'In capital letters.'),
    (63, 'lower', '{text}', 'text', 'lower({1} collate thing.letters)', null, null,
     'In small letters.'),
    (64, 'trim', '{text}', 'text', 'btrim({1})', null, null, 'Without blanks at both ends.'),
    (65, 'length', '{text}', 'integer', 'char_length({1})::numeric', null, null, 'How many characters it has.'),
    (66, 'concat', '{text,text}+', 'text', '({all})', 'coalesce({}, '''')', ' || ',
     'All of them, one after the other; null counts as empty.'),
    (67, 'substring', '{text,integer}', 'text', 'substr({1}, least(greatest({2}, 1), 2147483647)::integer)', null,
     null, 'From this character on; the first is 1.'),
    (68, 'substring', '{text,integer,integer}', 'text', 'substr({1}, least(greatest({2}, 1), 2147483647)::integer, '
     'least(greatest({3}, 0), 2147483647)::integer)', null, null, 'So many characters from there.'),
    (69, 'left', '{text,integer}', 'text', 'left({1}, least(greatest({2}, 0), 2147483647)::integer)', null, null,
     'So many characters at its beginning.'),
    (70, 'right', '{text,integer}', 'text', 'right({1}, least(greatest({2}, 0), 2147483647)::integer)', null, null,
     'So many characters at its end.'),
    (71, 'replace', '{text,text,text}', 'text', 'thing.replaced_text({1}, {2}, {3})', null, null,
     'With the third in place of each of the second; null beyond a million bytes.'),
    (72, 'position', '{text,text}', 'integer', 'strpos({1}, {2})::numeric', null, null,
     'Where the second stands in the first; 0: nowhere.'),
    (73, 'contains', '{text,text}', 'boolean', '(strpos({1}, {2}) > 0)', null, null,
     'Whether the second stands in the first.'),
    (74, 'starts_with', '{text,text}', 'boolean', 'starts_with({1}, {2})', null, null,
     'Whether the first begins with the second.'),
    (80, 'date', '{=date}', 'date', '{1}::date', null, null, 'A date: date(''2024-02-29'').'),
    (81, 'date', '{datetime,=zone}', 'date', '({1} at time zone {2})::date', null, null, 'The day that it was there.'),
    (82, 'datetime', '{=datetime}', 'datetime', '{1}::timestamptz', null, null,
     'A point in time: datetime(''2024-02-29T12:00:00Z'').'),
    (83, 'time', '{=time}', 'time', '{1}::time', null, null, 'A time of day: time(''12:30'').'),
    (84, 'time', '{datetime,=zone}', 'time', '({1} at time zone {2})::time', null, null,
     'The time of day that it was there.'),
    (85, 'year', '{date}', 'integer', 'extract(year from {1})', null, null, null),
    (86, 'year', '{datetime,=zone}', 'integer', 'extract(year from {1} at time zone {2})', null, null, null),
    (87, 'quarter', '{date}', 'integer', 'extract(quarter from {1})', null, null, '1 to 4.'),
    (88, 'quarter', '{datetime,=zone}', 'integer', 'extract(quarter from {1} at time zone {2})', null, null, null),
    (89, 'month', '{date}', 'integer', 'extract(month from {1})', null, null, '1 to 12.'),
    (90, 'month', '{datetime,=zone}', 'integer', 'extract(month from {1} at time zone {2})', null, null, null),
    (91, 'week', '{date}', 'integer', 'extract(week from {1})', null, null, 'Of ISO 8601: 1 to 53.'),
    (92, 'week', '{datetime,=zone}', 'integer', 'extract(week from {1} at time zone {2})', null, null, null),
    (93, 'day', '{date}', 'integer', 'extract(day from {1})', null, null, 'Of the month.'),
    (94, 'day', '{datetime,=zone}', 'integer', 'extract(day from {1} at time zone {2})', null, null, null),
    (95, 'weekday', '{date}', 'integer', 'extract(isodow from {1})', null, null, '1 (Monday) to 7.'),
    (96, 'weekday', '{datetime,=zone}', 'integer', 'extract(isodow from {1} at time zone {2})', null, null, null),
    (97, 'hour', '{time}', 'integer', 'extract(hour from {1})', null, null, null),
    (98, 'hour', '{datetime,=zone}', 'integer', 'extract(hour from {1} at time zone {2})', null, null, null),
    (99, 'minute', '{time}', 'integer', 'extract(minute from {1})', null, null, null),
    (100, 'date_trunc', '{=unit,date}', 'date', 'date_trunc({1}, {2}::timestamp)::date', null, null,
     'The first day of its year, quarter, month or week.'),
    (101, 'date_trunc', '{=unit,datetime,=zone}', 'datetime',
     '(date_trunc({1}, {2} at time zone {3}) at time zone {3})', null, null,
     'The beginning of its year, quarter, month, week, day or hour there.'),
    (102, 'days_between', '{date,date}', 'integer', 'thing.days_between({1}, {2})', null, null,
     'How many days the second is after the first.'),
    (103, 'years_between', '{date,date}', 'integer', 'extract(year from age({2}::timestamp, {1}::timestamp))', null,
     null, 'How many whole years.'),
    (104, 'seconds_between', '{datetime,datetime}', 'decimal', 'thing.seconds_between({1}, {2})', null, null,
     'How many seconds the second is after the first.'),
    (105, 'add_days', '{date,integer}', 'date', 'thing.add_days({1}, {2})', null, null, 'So many days later.'),
    (106, 'today', '{=zone}', 'date', '(now() at time zone {1})::date', null, null, 'The day that it is there.'),
    (107, 'now', '{}', 'datetime', 'now()', null, null, 'The present time.'),
    (200, 'count', '{list}', 'integer', 'count(*)::numeric', null, null, 'How many things a list has.'),
    (201, 'sum', '{number}', 'number', 'sum({1})', null, null, 'The sum over the things of a list; null for none.'),
    (202, 'avg', '{number}', 'ratio', 'avg({1})', null, null, 'The mean over the things of a list.'),
    (203, 'min', '{number}', 'number', 'min({1})', null, null, 'The least of the things of a list.'),
    (204, 'min', '{text}', 'text', 'min({1})', null, null, null),
    (205, 'min', '{date}', 'date', 'min({1})', null, null, null),
    (206, 'min', '{time}', 'time', 'min({1})', null, null, null),
    (207, 'min', '{datetime}', 'datetime', 'min({1})', null, null, null),
    (208, 'max', '{number}', 'number', 'max({1})', null, null, 'The greatest of the things of a list.'),
    (209, 'max', '{text}', 'text', 'max({1})', null, null, null),
    (210, 'max', '{date}', 'date', 'max({1})', null, null, null),
    (211, 'max', '{time}', 'time', 'max({1})', null, null, null),
    (212, 'max', '{datetime}', 'datetime', 'max({1})', null, null, null),
    (213, 'any', '{boolean}', 'boolean', 'coalesce(bool_or({1}), false)', null, null,
     'Whether it is true for one of the things of a list.'),
    (214, 'all', '{boolean}', 'boolean', 'coalesce(bool_and({1}), true)', null, null,
     'Whether it is true for each of the things of a list.')
  ) f (n, name, arguments, result, sql, each, joiner, description);
