-- Every btree index that a class's table has, or is to have (an index over several keys whose job is not done): its
-- columns with their directions, as thing_class_indexes.orders has them; null for an expression. kind: declared, field,
-- reference, key (primary key and uniques), or case. Runs inside the tenant's schema.
create or replace function thing.class_indexes(p_class_id integer)
returns table (object text, kind text, field_id integer, index_id integer, columns text[], orders text[], scans bigint,
    bytes bigint)
language plpgsql
stable
as $$
begin
    return query
    with built as (
        select i.relname::text as object, x.indexrelid, x.indrelid, x.indkey::smallint[] as keys,
               x.indoption::smallint[] as options, x.indisunique
          from pg_index x
          join pg_class i on i.oid = x.indexrelid
          join pg_am m on m.oid = i.relam and m.amname = 'btree'
         where x.indrelid = to_regclass(quote_ident(thing.table_name(p_class_id))) and x.indisvalid
           and x.indpred is null
    )
    select b.object,
           case when o.id is not null then 'declared' when b.indisunique then 'key'
                when b.object like 'te\_%' then 'case' when f.type = 'reference' then 'reference' else 'field' end,
           f.id, o.id,
           -- (indkey begins at 0)
           array(select a.attname::text from generate_series(0, cardinality(b.keys) - 1) k
                   left join pg_attribute a on a.attrelid = b.indrelid and a.attnum = b.keys[k] and b.keys[k] > 0
                  order by k),
           array(select (array['ASC', 'DESC_NULLS_LAST', 'ASC_NULLS_FIRST', 'DESC'])[b.options[k] + 1]
                   from generate_series(0, cardinality(b.options) - 1) k order by k),
           pg_stat_get_numscans(b.indexrelid), pg_relation_size(b.indexrelid)
      from built b
      left join thing.index_objects(p_class_id) o on o.object = b.object
      left join thing_class_fields f on f.class_id = p_class_id
       and b.object = format('ti_%s_%s', p_class_id, f.physical_name)
    union all
    select o.object, 'declared', null, o.id, o.columns || array['id'],
           i.orders || array[case when i.orders[cardinality(i.orders)] like 'DESC%' then 'DESC' else 'ASC' end], 0, 0
      from thing.index_objects(p_class_id) o
      join thing_class_indexes i on i.id = o.id
     where o.object not in (select b.object from built b);
end
$$;
comment on function thing.class_indexes(integer) is 'The btree indexes of a class. Internal.';
revoke all on function thing.class_indexes(integer) from public;
