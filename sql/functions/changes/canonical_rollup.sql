-- A rollup as it was asked for (thing.op_create_rollup), checked: {filter, refresh, keys, figures}. An item of keys has
-- path (ids of fields), by and zone; one of figures function and path; both the definition of the field that holds it.
-- The count of things, and beside each figure the count (of an average also the sum) of the same values, come along:
-- what is kept by differences needs them. Runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB022 UNKNOWN_FIELD, TB025 INVALID_RULE, TB034 DEPENDENCY.
create or replace function thing.canonical_rollup(p_class_id integer, p_rollup jsonb)
returns jsonb
language plpgsql
as $$
declare
    v_refresh jsonb := coalesce(p_rollup -> 'refresh', '"immediate"');
    v_fields jsonb := (
        select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(thing.class_fields(p_class_id)) f
         where not f.value ? 'computed');
    v_filter jsonb := nullif(p_rollup -> 'filter', 'null');
    v_keys jsonb;
    v_figures jsonb;
begin
    if (select c.rollup is not null from thing_classes c where c.id = p_class_id) then
        perform thing.fail('INVALID_CHANGE', format('%s is a rollup itself', p_rollup ->> 'class'));
    end if;
    perform thing.check_refresh(v_refresh);
    if jsonb_typeof(coalesce(p_rollup -> 'groupBy', '[]')) <> 'array'
       or jsonb_typeof(coalesce(p_rollup -> 'aggregates', '[]')) <> 'array'
       or jsonb_array_length(coalesce(p_rollup -> 'groupBy', '[]')) > 8
       or jsonb_array_length(coalesce(p_rollup -> 'aggregates', '[]')) > 16 then
        perform thing.fail('INVALID_CHANGE', 'a rollup has at most 8 keys in groupBy and 16 aggregates',
            p_rollup);
    end if;
    select coalesce(jsonb_agg(thing.rollup_key(p_class_id, i.item) order by i.n), '[]') into v_keys
      from jsonb_array_elements(coalesce(p_rollup -> 'groupBy', '[]')) with ordinality i (item, n);
    -- of equal ones the first that was asked for, else the first that came along
    select jsonb_agg(u.figure order by u.n) into v_figures
      from (select distinct on (f.figure - 'definition') f.figure, f.n
              from (select thing.rollup_figure(p_class_id, t.item) as figure, t.given, (i.n, t.n) as n
                      from jsonb_array_elements('["count"]' || coalesce(p_rollup -> 'aggregates', '[]'))
                           with ordinality i (item, n)
                      cross join lateral thing.rollup_twins(i.item) with ordinality t (item, given, n)) f
             order by f.figure - 'definition', f.given desc, f.n) u;
    if v_refresh = '"immediate"' and jsonb_path_exists(v_figures,
        '$[*] ? (@.definition.type == "float" && (@.function == "sum" || @.function == "avg"))') then
        perform thing.fail('INVALID_CHANGE', 'sums of floats depend on their order: they cannot be kept immediately',
            v_figures, 'Make the field a decimal, or give the rollup another refresh.');
    end if;
    if v_refresh = '"immediate"' and exists (
        select from thing.rollup_hops(jsonb_build_object('keys', v_keys, 'figures', v_figures)) h
         where array(select f from thing.class_family(h.target_id) f)
               && array(select f from thing.class_family(p_class_id) f)) then
        perform thing.fail('INVALID_CHANGE', format('a path leads from %s to things of the same class: that cannot be '
            'kept immediately', p_rollup ->> 'class'), p_rollup, 'Give the rollup another refresh.');
    end if;
    return jsonb_strip_nulls(jsonb_build_object('refresh', v_refresh, 'filter',
               case when v_filter is not null then thing.rename_condition_fields(
                   thing.check_condition('filter', v_filter, v_fields), (
                       select jsonb_object_agg(f.key, f.value ->> 'id') from jsonb_each(v_fields) f)) end))
        || jsonb_build_object('keys', v_keys, 'figures', v_figures);
end
$$;
comment on function thing.canonical_rollup(integer, jsonb) is 'Check a rollup and return it canonical. Internal.';
revoke all on function thing.canonical_rollup(integer, jsonb) from public;
