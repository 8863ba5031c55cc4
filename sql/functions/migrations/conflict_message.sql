-- What thing.check_existing_rows has found, in a line: the rules that rows of the first class break, and how many do;
-- the other classes.
create or replace function thing.conflict_message(p_conflicts jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select format('%s existing row%s of %s break%s the new rules: %s%s', c.rows,
               case when c.rows = 1 then '' else 's' end, c.class, case when c.rows = 1 then 's' else '' end,
               (select string_agg(format('%s%s (%s)',
                           coalesce(v.item ->> 'field', (
                               select string_agg(f, ', ')
                                 from jsonb_array_elements_text(v.item #> '{params,fields}') f)) || ': ',
                           v.item ->> 'message', v.item ->> 'rows'), '; ' order by v.n)
                  from jsonb_array_elements(c.violations) with ordinality v (item, n)),
               (select '; also rows of ' || string_agg(distinct o ->> 'class', ', ')
                  from jsonb_array_elements(p_conflicts) o where o ->> 'class' <> c.class))
      from (select (p_conflicts -> 0 ->> 'rows')::bigint as rows, p_conflicts -> 0 ->> 'class' as class,
                   (select jsonb_path_query_array(p_conflicts, '$[*] ? (@.class == $class).violations[*]',
                       jsonb_build_object('class', p_conflicts -> 0 -> 'class'))) as violations) c
$$;
comment on function thing.conflict_message(jsonb) is 'The message of DATA_CONFLICT. Internal.';
revoke all on function thing.conflict_message(jsonb) from public;
