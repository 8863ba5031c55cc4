-- How values of one field type become another's: two SQL expressions over p_value, an SQL expression of our own making.
-- value gives the new value (null for null), guard whether there is one; guard never raises, and value does not where
-- guard holds. p_renamed: {old: new} for options of a select that get another name on the way. No row where no
-- conversion is known. Runs inside the tenant's schema: extensions are found through its path.
create or replace function thing.conversion_sql(
    p_from text, p_to text, p_to_params jsonb, p_value text, p_renamed jsonb default null,
    out value text, out guard text)
language plpgsql
stable
as $$
declare
    v_conversion record;
    v_type text;
    v_json text;
    v_value text := case
        when p_renamed is null then p_value
        when p_from = 'multiselect' then format(
            'array(select coalesce(%L::jsonb ->> _u.v, _u.v) from unnest(%s) with ordinality _u (v, n) order by _u.n)',
            p_renamed, p_value)
        else format('coalesce(%L::jsonb ->> %2$s, %2$s)', p_renamed, p_value) end;
    v_values jsonb;
begin
    select c.expression, c.guard into v_conversion from thing.conversions c
     where c.from_type = p_from and c.to_type = p_to;
    if not found then
        return;
    end if;
    v_type := thing.column_type(p_to, p_to_params);
    v_json := thing.to_json_sql(p_from, '{}', v_value);
    v_values := jsonb_build_object('value', v_value, 'type', v_type, 'params', format('%L::jsonb', p_to_params));
    value := case v_conversion.expression
        when 'thing.from_json' then thing.from_json_sql(p_to, p_to_params, v_json)
        when 'thing.to_json' then v_json
        else thing.render(v_conversion.expression, v_values) end;
    guard := case v_conversion.guard
        when 'thing.check_json' then format('thing.check_value(%L, %L, %s) is null', p_to, p_to_params, v_json)
        else thing.render(v_conversion.guard, v_values) end;
    -- what a conversion would round does not convert
    if p_to = 'decimal' and p_to_params ?| array['precision', 'scale'] then
        guard := format(
            'case when %1$s then round((%2$s)::numeric, %3$s) = (%2$s)::numeric and coalesce(abs((%2$s)::numeric) < '
            '(''1e'' || %4$s)::numeric, true) else false end',
            guard, replace(value, '::' || v_type, '::numeric'), coalesce((p_to_params ->> 'scale')::integer, 0),
            coalesce(((p_to_params ->> 'precision')::integer - coalesce((p_to_params ->> 'scale')::integer, 0))::text,
                'null'));
    end if;
    value := format('case when %s is not null then (%s)::%s end', p_value, value, v_type);
    guard := format('(%s is null or coalesce(%s, false))', p_value, guard);
end
$$;
comment on function thing.conversion_sql(text, text, jsonb, text, jsonb) is
    'SQL of a conversion between field types, and of its guard. Internal.';
revoke all on function thing.conversion_sql(text, text, jsonb, text, jsonb) from public;
