-- The number that a value stands for, as SQL; null where the value is not like the sequence: the opposite of
-- thing.number_text. Pure.
create or replace function thing.number_position_sql(p_type text, p_pattern text, p_value text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when p_type <> 'text' then p_value || '::bigint'
                else string_agg(format('substring(%s collate "C" from %L)::bigint * %s', p_value,
                         replace(replace(replace(regexp_replace(
                             replace(e.pattern, p.placeholder, '(' || p.digits || ')'), '\{0+\}', z.digits),
                         '{year}', '[0-8]\d{3}'), '{month}', '\d\d'), '{day}', '\d\d'), p.unit), ' + ') end
      from (select '^' || regexp_replace(p_pattern, '([.^$*+?()|\[\]])', '\\\1', 'g') || '$' as pattern) e
      cross join (select substring(p_pattern from '\{0+\}') as placeholder, format('\d{%s,%s}',
                             length(substring(p_pattern from '\{(0+)\}')),
                             case when strpos(p_pattern, '{year}') > 0 then 11 else 18 end) as digits) z
      cross join lateral (values ('{year}', '[0-8]\d{3}', 1000000000000000), ('{month}', '\d\d', 10000000000000),
          ('{day}', '\d\d', 100000000000), (z.placeholder, z.digits, 1)) p (placeholder, digits, unit)
     where strpos(p_pattern, p.placeholder) > 0
$$;
comment on function thing.number_position_sql(text, text, text) is
    'The number of a sequence that a value stands for, as SQL. Internal.';
revoke all on function thing.number_position_sql(text, text, text) from public;
