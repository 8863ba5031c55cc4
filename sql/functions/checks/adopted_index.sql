-- The changes that make what an index made by hand is for: {"changes": [...]}, or {"refused": why not}. Runs inside the
-- tenant's schema.
create or replace function thing.adopted_index(p_table text, p_index text)
returns jsonb
language plpgsql
stable
as $$
declare
    v_class text := (select c.name from thing_classes c
                      where 'tc_' || c.physical_name = p_table and c.dropped_version is null);
    v_index record;
    v_keys jsonb;
begin
    select i.*, m.amname,
           array(select a.attname::text from generate_series(0, i.indnkeyatts - 1) k
                   join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k] order by k) as columns
      into v_index
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      join pg_am m on m.oid = c.relam
     where i.indrelid = to_regclass(format('%I.%I', current_schema(), p_table)) and c.relname = p_index;
    if v_class is null or v_index.indrelid is null then
        return jsonb_build_object('refused', 'it is not an index of a live class');
    elsif v_index.indpred is not null or v_index.indexprs is not null or v_index.amname <> 'btree' then
        return jsonb_build_object('refused', 'an index over expressions, over some rows or of another kind than btree '
            'is none of a field or of add_index');
    elsif v_index.indisunique then
        return thing.adopted_unique(p_table, p_index, v_index.columns, v_index.indnullsnotdistinct);
    end if;
    v_keys := (
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('field', thing.adopted_name(p_table, k.name),
                   'order', case when o.option & 1 = 1 then 'DESC' end,
                   'nulls', case when o.option = 1 then 'LAST' when o.option = 2 then 'FIRST' end)) order by k.n)
          from unnest(v_index.columns) with ordinality k (name, n)
          cross join lateral (select v_index.indoption[k.n - 1] as option) o
         -- the id is the last key by itself
         where not (k.n = cardinality(v_index.columns) and k.name = 'id' and k.n > 1));
    return jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('class', v_class)
        || case when jsonb_array_length(v_keys) = 1 and (v_keys -> 0) - 'field' = '{}'
                then jsonb_build_object('op', 'alter_field', 'field', v_keys -> 0 -> 'field',
                    'set', '{"indexed": true}'::jsonb)
                else jsonb_build_object('op', 'add_index', 'name', thing.adopted_name('', p_index), 'keys', v_keys)
           end));
end
$$;
comment on function thing.adopted_index(text, text) is 'An index made by hand as changes of the schema. Internal.';
revoke all on function thing.adopted_index(text, text) from public;
