-- Of some classes, those that have any: the rules that PostgreSQL's own constraints hold, as {"<id of the
-- field>:required" or ":unique": argument}. Runs inside the tenant's schema.
create or replace function thing.native_rules(p_class_ids integer[])
returns table (class_id integer, rules jsonb)
language plpgsql
stable
as $$
begin
    return query
    select r.class_id, jsonb_object_agg(r.field_id || ':' || r.rule, r.argument)
      from thing.effective_rules_of_many(p_class_ids) r
     where r.scope = 'field' and r.rule in ('required', 'unique')
     group by r.class_id;
end
$$;
comment on function thing.native_rules(integer[]) is 'Which fields of some classes are required or unique. Internal.';
revoke all on function thing.native_rules(integer[]) from public;
