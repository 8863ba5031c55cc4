-- The changes that say what a constraint made by hand says: {"changes": [...]}, or {"refused": why not}. set_rules has
-- only the rules that are added. Of a CHECK, comparisons of one field with literals become rules. Runs inside the
-- tenant's schema.
create or replace function thing.adopted_constraint(p_table text, p_constraint text)
returns jsonb
language plpgsql
stable
as $$
declare
    v_class text := (select c.name from thing_classes c
                      where 'tc_' || c.physical_name = p_table and c.dropped_version is null);
    v_constraint record;
    v_columns text[];
    v_rules jsonb := '{}';
    v_part text;
    v_rule jsonb;
begin
    select k.contype, k.conrelid, k.conkey, k.conindid, pg_get_expr(k.conbin, k.conrelid) as condition into v_constraint
      from pg_constraint k
     where k.conrelid = to_regclass(format('%I.%I', current_schema(), p_table)) and k.conname = p_constraint;
    v_columns := array(select a.attname::text
                         from unnest(v_constraint.conkey) with ordinality k (attnum, n)
                         join pg_attribute a on a.attrelid = v_constraint.conrelid and a.attnum = k.attnum
                        order by k.n);
    if v_class is null or v_constraint.contype is null then
        return jsonb_build_object('refused', 'it is not a constraint of a live class');
    elsif v_constraint.contype = 'u' then
        return thing.adopted_unique(p_table, p_constraint, v_columns,
            (select i.indnullsnotdistinct or not i.indimmediate from pg_index i
              where i.indexrelid = v_constraint.conindid));
    elsif v_constraint.contype = 'f' and cardinality(v_columns) = 1 and not exists (
            select from thing_class_fields f join thing_classes c on c.id = f.class_id
             where 'tc_' || c.physical_name = p_table and f.physical_name = v_columns[1]) then
        return '{"changes": []}';     -- it comes with the column, which becomes a reference
    elsif v_constraint.contype <> 'c' then
        return jsonb_build_object('refused', 'no rule says what it says');
    elsif cardinality(v_columns) <> 1 then
        return jsonb_build_object('refused', 'it is about several fields: write it as a condition of the class');
    end if;
    foreach v_part in array regexp_split_to_array(
        regexp_replace(v_constraint.condition, '^\((.* AND .*)\)$', '\1'), ' AND ')
    loop
        v_rule := thing.adopted_rule(v_part, v_columns[1]);
        if v_rule is null or v_rules ?| array(select jsonb_object_keys(v_rule)) then
            return jsonb_build_object('refused', 'no rule says what it says');
        end if;
        v_rules := v_rules || v_rule;
    end loop;
    return jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('op', 'set_rules', 'class', v_class,
        'field', thing.adopted_name(p_table, v_columns[1]), 'rules', v_rules)));
end
$$;
comment on function thing.adopted_constraint(text, text) is
    'A constraint made by hand as changes of the schema. Internal.';
revoke all on function thing.adopted_constraint(text, text) from public;
