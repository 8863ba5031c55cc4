-- The two columns of a change of type, in each class of the family that has a table: the field's own and the other one
-- (coming: pending.replaces; or kept from before: pending.superseded). renamed: what options are called in the other
-- column, {own: other}; renamed_back: the way back. p_other: the hidden field row of the topmost class. Runs inside the
-- tenant's schema.
create or replace function thing.retypes_of(p_other integer)
returns table (class_id integer, class text, table_name text, field_id integer, field text, own_column text,
    own_type text, own_params jsonb,
    other_id integer, other_column text, other_type text, other_params jsonb,
    renamed jsonb, renamed_back jsonb)
language plpgsql
stable
as $$
begin
    return query
    select c.id, c.name, 'tc_' || c.physical_name, f.id, f.name, f.physical_name, f.type, f.params, o.id,
           o.physical_name, o.type, o.params,
           o.pending -> 'renamed', thing.swapped_names(o.pending -> 'renamed')
      from thing_class_fields o
      join thing_class_fields f on f.id = coalesce(o.pending ->> 'replaces', o.pending ->> 'superseded')::integer
      join thing_classes c on c.id = o.class_id
     where o.id = any (array(select thing.field_family(p_other)))
       and to_regclass(quote_ident('tc_' || c.physical_name)) is not null
     order by c.id;
end
$$;
comment on function thing.retypes_of(integer) is 'Both columns of a change of type, class by class. Internal.';
revoke all on function thing.retypes_of(integer) from public;
