-- Stage of thing.diff: the fields that a document lacks. Runs inside the tenant's schema.
create or replace function thing.diff_drop_fields(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'drop_field', 'class', c.name, 'field', n.name)
      from thing.diff_names(p_document) n
      join thing_classes c on c.id = n.class_id
     where not n.inherited and n.wanted is null
     order by n.field_id desc;
end
$$;
comment on function thing.diff_drop_fields(jsonb) is 'Stage of thing.diff: drop fields. Internal.';
revoke all on function thing.diff_drop_fields(jsonb) from public;
