-- Whether the rule required holds for a field that its class defines itself: its own rules say, else those for all
-- fields of the nearest class that says anything. As thing.effective_rules_of has it, of one field, for many in turn.
-- Runs inside the tenant's schema.
create or replace function thing.is_required(p_field_id integer)
returns boolean
language plpgsql
stable
as $$
declare
    v_class integer;
    v_rule jsonb;
begin
    select f.class_id, f.validation_rules -> 'required' into v_class, v_rule from thing_class_fields f
     where f.id = p_field_id;
    while v_rule is null and v_class is not null loop
        select c.rules #> '{fields,required}', c.extends_id into v_rule, v_class
          from thing_classes c where c.id = v_class;
    end loop;
    return coalesce((thing.rule_argument(v_rule)).argument = 'true', false);
end
$$;
comment on function thing.is_required(integer) is 'Whether a field of its own class is required. Internal.';
revoke all on function thing.is_required(integer) from public;
