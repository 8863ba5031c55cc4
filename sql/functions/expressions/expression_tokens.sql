-- The words of an expression: [{kind: number | text | name | word | sign | end, value, at}]. Keywords and functions are
-- words, written in small letters; a name in "" is a name, whatever it says. At most 2,000 characters.
-- Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.expression_tokens(p_text text)
returns jsonb[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tokens jsonb[] := '{}';
    v_at integer := 1;
    v_part text;
    v_kind text;
begin
    if length(p_text) > 2000 then
        perform thing.refuse_expression('an expression has at most 2000 characters', null);
    end if;
    loop
        v_at := v_at + length(substring(substr(p_text, v_at) from '^\s*'));
        exit when v_at > length(p_text);
        select m.kind, m.part into v_kind, v_part
          from (values
            (1, 'number', '^[0-9]+(?:\.[0-9]+)?'), (2, 'text', '^''(?:[^'']|'''')*'''),
            (3, 'word', '^[A-Za-z_][A-Za-z0-9_]*'), (4, 'name', '^"[A-Za-z_][A-Za-z0-9_]*"'),
            (5, 'sign', '^(?:<>|!=|<=|>=|\|\||[-+*/%(),.=<>])')) p (n, kind, pattern)
         cross join lateral (select p.kind, substring(substr(p_text, v_at) from p.pattern) as part) m
         where m.part is not null
         order by p.n limit 1;
        if not found then
            perform thing.refuse_expression(format('an expression cannot have %s here',
                substr(p_text, v_at, 1)), to_jsonb(v_at), 'Texts stand in single quotes: ''text''.');
        end if;
        v_tokens := v_tokens || jsonb_build_object('kind', v_kind, 'at', v_at, 'value', case v_kind
            when 'text' then replace(substr(v_part, 2, length(v_part) - 2), '''''', '''')
            when 'name' then substr(v_part, 2, length(v_part) - 2)
            else replace(v_part, '!=', '<>') end);
        v_at := v_at + length(v_part);
    end loop;
    return v_tokens || jsonb_build_object('kind', 'end', 'value', 'the end', 'at', v_at);
end
$$;
comment on function thing.expression_tokens(text) is 'The words of an expression, each with its place. Internal.';
revoke all on function thing.expression_tokens(text) from public;
