-- Works out the expression that a computed field was given ("given"), in the field and in those that inherit it: its
-- tree, the columns that it uses, whether it is of a single row, and whether PostgreSQL can store it (it is, and is
-- always the same). It is stored where it can be and no table of the family is large, for storing rewrites
-- the table; "stored" says otherwise. With "kept" it has a column that triggers write (thing.upkeep_triggers_sql), from
-- which it is read when that is filled: at once, or by a job.
-- p_path: ids of the computed fields that wait for it. Runs inside the tenant's schema.
-- Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.define_expression(p_field_id integer, p_path integer[] default '{}')
returns void
language plpgsql
as $$
declare
    v_field record;
    v_family integer[] := array(select thing.field_family(p_field_id));
    v_path integer[] := p_path || p_field_id;
    v_tree jsonb;
    v_uses jsonb;
    v_single boolean;
    v_storable boolean;
    v_cycle text;
begin
    select f.class_id, f.name, f.type, f.params, f.physical_name, f.expression ->> 'given' as given,
           (f.expression ->> 'stored')::boolean as stored, f.expression -> 'kept' = 'true' as kept, c.name as class
      into v_field
      from thing_class_fields f join thing_classes c on c.id = f.class_id where f.id = p_field_id;
    if p_field_id = any (p_path) then
        select string_agg(f.name, ' -> ' order by p.n) into v_cycle
          from unnest(v_path) with ordinality p (id, n) join thing_class_fields f on f.id = p.id
         where p.n >= array_position(v_path, p_field_id);
        perform thing.refuse_expression('a computed field cannot be made of itself: ' || v_cycle, null);
    end if;
    v_tree := thing.check_expression(v_field.class_id, thing.parse_expression(v_field.given), v_path);
    if not coalesce(v_field.type = any (case v_tree ->> 'type'
            when 'integer' then array['integer', 'bigint', 'decimal', 'float']
            when 'decimal' then array['decimal', 'float']
            else array[v_tree ->> 'type'] end), false) then
        perform thing.refuse_expression(format('the expression of %s.%s gives a value of kind %s, the field is of type '
            '%s', v_field.class, v_field.name, v_tree ->> 'type', v_field.type), null,
            case when v_field.type in ('integer', 'bigint') and v_tree ->> 'type' in ('decimal', 'float')
                 then 'round(...) gives a whole number.' end);
    end if;
    v_uses := (select coalesce(jsonb_agg(distinct u), '[]') from (
        select jsonb_path_query(v_tree, p) as u
          from unnest(array['strict $.**.path[*]', 'strict $.**.item[*]', 'strict $.**.link']::jsonpath[]) p) k);
    v_cycle := thing.expression_cycle(v_field.class_id || ':' || v_field.physical_name, v_uses);
    if v_cycle is not null then
        perform thing.refuse_expression('a computed field cannot be made of itself: ' || v_cycle, null);
    end if;
    v_single := not jsonb_path_exists(v_tree, 'strict $.**.path[1]')
        and not jsonb_path_exists(v_tree, 'strict $.**.link')
        and not exists (select from jsonb_array_elements_text(v_uses) u
                          join thing_class_fields f on f.class_id = split_part(u, ':', 1)::integer
                           and f.physical_name = split_part(u, ':', 2)
                         where f.expression -> 'single' = 'false'
                           and (f.inlined or f.expression -> 'kept' is distinct from 'true'));
    v_storable := v_single
        and not exists (select from jsonb_path_query(v_tree, 'strict $.** ? (exists (@.call))') n
                          left join thing.expression_function(n ->> 'call', n -> 'arguments') f on true
                         where not f.storable
                            -- (PostgreSQL compares literals in a generated column before it knows their collation)
                            or f.arguments && array['text', 'any'] and n -> 'arguments' @> '[{"type": "text"}]'
                               and not jsonb_path_exists(n, 'strict $.**.path'))
        and not exists (select from jsonb_array_elements_text(v_uses) u
                          join thing_class_fields f on f.class_id = split_part(u, ':', 1)::integer
                           and f.physical_name = split_part(u, ':', 2)
                         where f.expression -> 'storable' = 'false'
                           and (f.inlined or f.expression -> 'kept' is distinct from 'true'));
    if v_field.stored and not v_storable then
        perform thing.refuse_expression(format('%s.%s cannot be stored: it depends on other things, or on the time',
            v_field.class, v_field.name), null, 'Leave out "stored": it is then worked out when it is read.');
    end if;
    if v_field.kept then
        perform thing.check_kept(v_field.class || '.' || v_field.name, v_tree);
    end if;
    update thing_class_fields f
       set expression = jsonb_build_object('tree', v_tree, 'uses', v_uses, 'storable', v_storable, 'single', v_single)
               || case when v_field.kept then jsonb_build_object('kept', true,
                           'start', thing.kept_start(v_tree, v_field.type, v_field.params)) else '{}' end,
           inlined = case when v_field.kept then thing.kept_is_large(v_field.class_id, v_tree)
                          else not (v_storable and coalesce(v_field.stored, not exists (
                              select from thing_class_fields o
                               where o.id = any (v_family) and thing.is_large(o.class_id)))) end
     where f.id = any (v_family);
    if length(thing.expression_sql(v_tree, null)) > 30000 then
        perform thing.refuse_expression(format('%s.%s is too long together with the computed fields that it uses',
            v_field.class, v_field.name), null);
    end if;
end
$$;
comment on function thing.define_expression(integer, integer[]) is 'Work out the expression of a field. Internal.';
revoke all on function thing.define_expression(integer, integer[]) from public;
