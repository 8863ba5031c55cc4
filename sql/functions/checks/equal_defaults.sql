-- Which of these pairs of defaults, [wanted SQL, actual SQL], give the same value: PostgreSQL writes them its own way.
-- Only literals, casts and the moments of thing.moment_sql are evaluated; anything else was put there by hand, and is
-- not ours.
create or replace function thing.equal_defaults(p_defaults jsonb[])
returns table (wanted text, actual text)
language plpgsql
stable
as $$
declare
    v_default jsonb;
    v_equal boolean;
    v_bare text;
begin
    foreach v_default in array p_defaults loop
        v_bare := regexp_replace(v_default ->> 1, '''(?:[^'']|'''')*''', '', 'g');
        continue when v_bare ~ '[;$"]' or exists (
            select from regexp_matches(v_bare, '([A-Za-z_][A-Za-z_0-9.]*)\s*\(', 'g') m
             where m[1] <> all (array['now', 'date_trunc', 'numeric', 'geometry', 'vector', 'timezone',
                       'public.geometry', 'public.vector']));
        begin
            execute format('select (%s)::text is not distinct from (%s)::text', v_default ->> 0,
                v_default ->> 1) into v_equal;
        exception when others then
            v_equal := false;
        end;
        if v_equal then
            wanted := v_default ->> 0;
            actual := v_default ->> 1;
            return next;
        end if;
    end loop;
end
$$;
comment on function thing.equal_defaults(jsonb[]) is 'Defaults that give the same value. Internal.';
revoke all on function thing.equal_defaults(jsonb[]) from public;
