-- What a key of a policy's condition is about, in a class: by its name in the API, or as it is stored (p_stored:
-- "#<id>" of a field, "<<id>" of the reference behind a list of things that refer here; what every class has keeps its
-- name). kind: value, reference (to things of a class), list. target: of those. Runs inside the tenant's schema.
-- Errors: TB022 UNKNOWN_FIELD, TB034 DEPENDENCY where a stored one is gone.
create or replace function thing.policy_source(
    p_class_id integer, p_key text, p_stored boolean, out name text, out stored text, out kind text,
    out target integer, out type text, out params jsonb, out searchable boolean)
language plpgsql
stable
as $$
declare
    v_above integer[] := p_class_id || array(select a from thing.class_ancestors(p_class_id) a);
begin
    select k.name, k.name, 'value', k.type, '{}'::jsonb, false into name, stored, kind, type, params, searchable
      from (values ('id', 'uuid'), ('version', 'integer'), ('createdAt', 'datetime'), ('updatedAt', 'datetime'),
                   ('createdBy', 'text'), ('updatedBy', 'text')) k (name, type)
     where k.name = p_key;
    if found then
        return;
    end if;
    select f.name, '#' || f.id, case when f.type = 'references' then 'list' when f.type = 'reference'
               and f.target_id is not null then 'reference' else 'value' end,
           f.target_id, case when f.type = 'reference' then 'uuid' else f.type end, f.params, f.searchable
      into name, stored, kind, target, type, params, searchable
      from thing_class_fields f
     where f.class_id = p_class_id and f.dropped_version is null
       and case when p_stored then '#' || f.id = p_key else f.name = p_key end;
    if not found then
        select f.inverse_name, '<' || f.id, 'list', f.class_id into name, stored, kind, target
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null and c.rollup is null
         where f.target_id = any (v_above) and f.inherited_from is null and f.dropped_version is null
           and case when p_stored then '<' || f.id = p_key else f.inverse_name = p_key end;
    end if;
    if name is null and p_stored then
        perform thing.fail('DEPENDENCY', format('a policy of class %s needs a field that is gone',
            (select c.name from thing_classes c where c.id = p_class_id)), jsonb_build_object('class',
            (select c.name from thing_classes c where c.id = p_class_id)), 'Revoke or replace the policy first.');
    elsif name is null or kind = 'list' and target is null then
        perform thing.fail('UNKNOWN_FIELD', format('class %s has no field %s that a policy can name',
            (select c.name from thing_classes c where c.id = p_class_id), p_key), jsonb_build_object('field', p_key),
            case when p_key in ('eq', 'notEq', 'in', 'notIn') then
                'A reference is compared by a field of its thing: {"id": {"eq": ...}}.' end);
    end if;
end
$$;
comment on function thing.policy_source(integer, text, boolean) is 'What a key of a condition is about. Internal.';
revoke all on function thing.policy_source(integer, text, boolean) from public;
