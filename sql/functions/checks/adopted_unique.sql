-- The change that makes a field, or a combination, unique as a constraint or index made by hand does. Runs inside the
-- tenant's schema.
create or replace function thing.adopted_unique(p_table text, p_name text, p_columns text[])
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select jsonb_build_object('class', c.name) || case cardinality(p_columns)
            when 1 then jsonb_build_object('op', 'set_rules', 'field', thing.adopted_name(p_table, p_columns[1]),
                'rules', '{"unique": true}'::jsonb)
            else jsonb_build_object('op', 'add_unique', 'name', thing.adopted_name('', p_name),
                'fields', (select jsonb_agg(thing.adopted_name(p_table, k.name) order by k.n)
                             from unnest(p_columns) with ordinality k (name, n))) end
          from thing_classes c
         where 'tc_' || c.physical_name = p_table and c.dropped_version is null);
end
$$;
comment on function thing.adopted_unique(text, text, text[]) is
    'Uniqueness that was made by hand as a change of the schema. Internal.';
revoke all on function thing.adopted_unique(text, text, text[]) from public;
