-- The changes that make a field, or a combination, unique as a constraint or index made by hand does: {"changes":
-- [...]}, or {"refused": why not}. p_other: whether nulls are equal there, or it may wait for the end of a transaction.
-- Runs inside the tenant's schema.
create or replace function thing.adopted_unique(p_table text, p_name text, p_columns text[], p_other boolean)
returns jsonb
language plpgsql
stable
as $$
begin
    if p_other then
        return jsonb_build_object('refused', 'unique fields may have any number of nulls, and are unique at once');
    end if;
    return (
        select jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('class', c.name)
                   || case cardinality(p_columns)
                      when 1 then jsonb_build_object('op', 'set_rules', 'rules', '{"unique": true}'::jsonb,
                          'field', thing.adopted_name(p_table, p_columns[1]))
                      else jsonb_build_object('op', 'add_unique', 'name', thing.adopted_name('', p_name),
                          'fields', (select jsonb_agg(thing.adopted_name(p_table, k.name) order by k.n)
                                       from unnest(p_columns) with ordinality k (name, n))) end))
          from thing_classes c
         where 'tc_' || c.physical_name = p_table and c.dropped_version is null);
end
$$;
comment on function thing.adopted_unique(text, text, text[], boolean) is
    'Uniqueness that was made by hand as a change of the schema. Internal.';
revoke all on function thing.adopted_unique(text, text, text[], boolean) from public;
