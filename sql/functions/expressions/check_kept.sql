-- Refuses an expression that cannot be kept (field with "kept"): it is made of figures of the lists of a thing, and of
-- literals, so that what is written to the things of these lists says which figures change. Runs inside the tenant's
-- schema. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.check_kept(p_field text, p_tree jsonb)
returns void
language plpgsql
stable
as $$
declare
    v_reason text;
    v_hint text;
begin
    select r.reason, r.hint into v_reason, v_hint
      from (values
        (1, not jsonb_path_exists(p_tree, 'strict $.**.link'), 'it is not a figure of a list',
            'Use "stored" for what is made of the fields of one thing.'),
        (2, jsonb_path_exists(p_tree, 'strict $.**.list ? (exists (@.path[0]))'),
            'one of its lists stands behind a reference', 'Keep the figure in the class that has the list.'),
        (3, jsonb_path_exists(p_tree, 'strict $.**.arguments[*] ? (exists (@.path))')
            or jsonb_path_exists(p_tree, 'strict $.**.where.** ? (exists (@.path))'),
            'it also uses fields of the thing itself',
            'Keep the figures alone, and compute a second field of them and of the others.'),
        (4, jsonb_path_exists(p_tree, 'strict $.**.item[1]'), 'it goes through references of the things of a list',
            'Make it a field of those things, which is set when they are written.'),
        (5, exists (select from jsonb_path_query(p_tree, 'strict $.** ? (exists (@.call))') n
                    cross join lateral thing.expression_function(n ->> 'call', n -> 'arguments') f
                     where not f.storable),
            'it depends on the time', null),
        (6, exists (select from jsonb_path_query(p_tree, 'strict $.**.item[0]') i
                      join thing_class_fields f on f.class_id = split_part(i #>> '{}', ':', 1)::integer
                       and f.physical_name = split_part(i #>> '{}', ':', 2)
                     where f.inlined and f.expression -> 'storable' = 'false'),
            'a field of the list''s things is worked out when it is read', 'Make that one "kept" as well.'),
        (7, jsonb_path_exists(p_tree, 'strict $.** ? ((@.call == "sum" || @.call == "avg") '
                              '&& @.arguments[0].type == "float")'),
            'a sum of floats depends on their order', 'Sum decimals: sum(decimal(lines.weight)).'))
        r (n, found, reason, hint)
     where r.found
     order by r.n limit 1;
    if v_reason is not null then
        perform thing.refuse_expression(format('%s cannot be kept: %s', p_field, v_reason), null,
            coalesce(v_hint, 'Leave out "kept": it is then worked out when it is read.'));
    end if;
end
$$;
comment on function thing.check_kept(text, jsonb) is 'Refuse an expression that cannot be kept. Internal.';
revoke all on function thing.check_kept(text, jsonb) from public;
