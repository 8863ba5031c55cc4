-- Checks a tree of conditions over the fields of a class and returns it canonical:
--   {"and": [...]}  {"or": [...]}  {"not": {...}}  {"compare": {field, operator, other}}
--   {"field": name, <field rule>: argument, ...}
-- At most 10 levels and 100 leaves. Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.check_condition(p_where text, p_tree jsonb, p_fields jsonb, p_level integer default 1)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_key text;
    v_field jsonb;
begin
    if jsonb_typeof(p_tree) = 'object' and p_level <= 10 and pg_column_size(p_tree) < 20000 then
        select k into v_key from jsonb_object_keys(p_tree) k where k in ('and', 'or', 'not', 'compare') limit 1;
        if v_key is null and p_tree ? 'field' and p_tree - 'field' <> '{}' and p_fields ? (p_tree ->> 'field') then
            v_field := p_fields -> (p_tree ->> 'field');
            return jsonb_build_object('field', p_tree ->> 'field')
                || thing.check_field_rules(v_field ->> 'type', v_field -> 'params', p_tree - 'field', p_where, true);
        elsif v_key in ('and', 'or') and p_tree - v_key = '{}' and jsonb_typeof(p_tree -> v_key) = 'array'
           and jsonb_array_length(p_tree -> v_key) between 1 and 100 then
            return jsonb_build_object(v_key, (
                select jsonb_agg(thing.check_condition(p_where, i.item, p_fields, p_level + 1) order by i.n)
                  from jsonb_array_elements(p_tree -> v_key) with ordinality as i (item, n)));
        elsif v_key = 'not' and p_tree - v_key = '{}' then
            return jsonb_build_object('not', thing.check_condition(p_where, p_tree -> 'not', p_fields, p_level + 1));
        elsif v_key = 'compare' and p_tree - v_key = '{}' then
            return jsonb_build_object('compare', thing.check_check(p_where,
                       p_tree -> 'compare' || '{"rule": "compare"}', p_fields) - 'rule');
        end if;
    end if;
    perform thing.fail('INVALID_RULE',
        format(
            '%s: a condition is {"and": [...]}, {"or": [...]}, {"not": ...}, {"compare": {...}} or {"field": <field '
            'of the class>, <rule>: ...}, at most 10 deep; not %s',
            p_where, left(p_tree::text, 200)),
        jsonb_build_object('condition', p_tree));
end
$$;
comment on function thing.check_condition(text, jsonb, jsonb, integer) is
    'Check a tree of conditions and return it canonical. Internal.';
revoke all on function thing.check_condition(text, jsonb, jsonb, integer) from public;
