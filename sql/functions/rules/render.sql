-- Fills {name} in a template from an object. One pass: what is filled in is never read as template again.
-- Braces around a name that the object lacks stay as they are ('{}' of a JSON path, '{2}' of a regular expression).
create or replace function thing.render(p_template text, p_values jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(
               case when t.n = 1 then t.part
                    when p_values ? split_part(t.part, '}', 1) and position('}' in t.part) > 0
                        then (p_values ->> split_part(t.part, '}', 1)) || substr(t.part, position('}' in t.part) + 1)
                    else '{' || t.part end, '' order by t.n)
      from string_to_table(p_template, '{') with ordinality as t (part, n)
$$;
comment on function thing.render(text, jsonb) is 'Fill the {names} of a template from an object, in one pass. Internal.';
revoke all on function thing.render(text, jsonb) from public;
