-- A call of a checked expression as SQL, as thing.expression_sql has it: the template of what it calls, filled in. Runs
-- inside the tenant's schema.
create or replace function thing.call_sql(p_node jsonb, p_row text, p_level integer, p_item text)
returns text
language plpgsql
stable
as $$
declare
    v_arguments text[];
    v_function record;
begin
    if p_node ? 'list' then
        select * into v_function from thing.expression_function(p_node ->> 'call', p_node -> 'arguments');
        return thing.list_sql(p_node, p_row, p_level, v_function.sql);
    end if;
    v_arguments := array(
        select thing.expression_sql(a.value, p_row, p_level, p_item)
          from jsonb_array_elements(p_node -> 'arguments') with ordinality a order by a.ordinality);
    if p_node ->> 'call' = 'case' then
        return (
            select format('case %s end', string_agg(case when a.n % 2 = 0 then 'then '
                       when a.n = cardinality(v_arguments) then 'else ' else 'when ' end || a.sql, ' ' order by a.n))
              from unnest(v_arguments) with ordinality a (sql, n));
    end if;
    select * into v_function from thing.expression_function(p_node ->> 'call', p_node -> 'arguments');
    v_arguments := array(
        select case when v_function.arguments[a.n] like '=%'
                    then thing.literal_sql(p_node #>> array['arguments', (a.n - 1)::text, 'text']) else a.sql end
          from unnest(v_arguments) with ordinality a (sql, n) order by a.n);
    return (
        select string_agg(p.text || case p.name when 'all' then l.whole when 'rest' then l.rest
                              else coalesce(v_arguments[nullif(p.name, '')::integer], '') end, '' order by p.n)
          from (select string_agg(replace(v_function.each, '{}', a.sql), v_function.joiner order by a.n) as whole,
                       string_agg(a.sql, ', ' order by a.n) filter (where a.n > 1) as rest
                  from unnest(v_arguments) with ordinality a (sql, n)) l
         cross join lateral (
               select t.ordinality as n, split_part(t.part, '{', 1) as text, split_part(t.part, '{', 2) as name
                 from string_to_table(v_function.sql, '}') with ordinality t (part)) p);
end
$$;
comment on function thing.call_sql(jsonb, text, integer, text) is 'A call of an expression as SQL. Internal.';
revoke all on function thing.call_sql(jsonb, text, integer, text) from public;
