-- A tree of conditions as SQL, three-valued like the predicates of its leaves. Errors: TB034 DEPENDENCY when a field is
-- gone.
create or replace function thing.condition_sql(p_tree jsonb, p_fields jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_operator text := case when p_tree ? 'and' then 'and' when p_tree ? 'or' then 'or' end;
begin
    if v_operator is not null then
        return '(' || (
            select string_agg(thing.condition_sql(i.item, p_fields), format(' %s ', v_operator) order by i.n)
              from jsonb_array_elements(p_tree -> v_operator) with ordinality as i (item, n)) || ')';
    elsif p_tree ? 'not' then
        return '(not ' || thing.condition_sql(p_tree -> 'not', p_fields) || ')';
    elsif p_tree ? 'compare' then
        return '(' || thing.rule_sql('compare', p_tree -> 'compare', null, p_fields) || ')';
    end if;
    perform thing.check_named_fields(p_tree -> 'field', p_fields);
    return '(' || (
        select coalesce(string_agg('(' || thing.rule_sql(r.rule, r.given, p_fields -> (p_tree ->> 'field'), p_fields)
                   || ')', ' and ' order by r.key), 'true')
          from thing.flat_rules(p_tree - 'field') r) || ')';
end
$$;
comment on function thing.condition_sql(jsonb, jsonb) is 'A tree of conditions as SQL. Internal.';
revoke all on function thing.condition_sql(jsonb, jsonb) from public;
