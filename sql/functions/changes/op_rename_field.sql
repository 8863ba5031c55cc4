-- {op, class, field, to, keepAlias?}. keepAlias: how long ("2 weeks"), or until when, the API has the old name as well.
-- The column keeps its name; rules that name the field follow. Metadata only; runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB012 RESERVED_NAME, TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS, TB022
-- UNKNOWN_FIELD, TB037 INHERITED_FIELD.
create or replace function thing.op_rename_field(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_from text := p_op ->> 'field';
    v_to text := p_op ->> 'to';
    v_id integer := thing.own_field_id(v_class, v_from);
    v_clash text;
    v_was jsonb := (select f.aliases from thing_class_fields f where f.id = v_id);
    v_aliases jsonb := v_was - v_to;
    v_until text := thing.alias_end(p_op -> 'keepAlias');
    v_kept boolean;
    v_result thing.op_result;
begin
    perform thing.check_name(v_to, 'field');
    select c.name into v_clash
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.class_id = any (array(select thing.class_family(v_class))) and f.name = v_to
       and f.dropped_version is null and v_to <> v_from
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN', format('class %s already has a field %s', v_clash, v_to),
            jsonb_build_object('class', v_clash, 'field', v_to));
    end if;
    if v_until is not null and v_from <> v_to then
        v_aliases := v_aliases || jsonb_build_object(v_from, v_until);
    end if;
    v_aliases := coalesce(thing.canonical_aliases(v_to, v_aliases), '{}');
    v_kept := v_aliases ? v_from or v_from = v_to;
    update thing_class_fields f set name = v_to, aliases = v_aliases
     where f.id = any (array(select thing.field_family(v_id)));
    update thing_classes c set rules = thing.rename_in_rules(c.rules, v_from, v_to)
     where c.id = any (array(select thing.class_family(v_class))) and v_from = any (thing.rule_fields(c.rules));
    update thing_class_fields f set validation_rules = thing.rename_in_rules(f.validation_rules, v_from, v_to)
     where f.class_id = any (array(select thing.class_family(v_class)))
       and v_from = any (thing.rule_fields(f.validation_rules));
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'rename_field', 'class', p_op ->> 'class',
        'field', v_to, 'to', v_from));
    if v_was <> v_aliases - v_from then
        v_result.inverse := v_result.inverse
            || jsonb_build_array(jsonb_build_object('op', 'alter_field', 'class', p_op ->> 'class', 'field', v_from,
                'set', jsonb_build_object('aliases', v_was)));
    end if;
    v_result.changes := jsonb_build_array(jsonb_build_object(
        'kind', 'FIELD_RENAMED', 'class', p_op ->> 'class', 'field', v_from, 'to', v_to,
        'impact', case when v_kept then 'SAFE' else 'BREAKING' end)
        || case when v_kept then jsonb_build_object('alias', v_aliases -> v_from) else '{}' end);
    v_result.touched := array(select thing.class_family(v_class)) || array(
        select f.class_id       -- their expressions name it
          from thing.expression_users(v_id) u
         cross join lateral thing.field_family(u) m
          join thing_class_fields f on f.id = m
        except
        select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_rename_field(jsonb, integer) is 'Schema operation rename_field. Internal.';
revoke all on function thing.op_rename_field(jsonb, integer) from public;
