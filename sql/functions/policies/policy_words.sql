-- A condition of a policy in words: owner.id = claim sub and (done = true or title startsWith "x"). Empty: it says
-- nothing. p_path: the field that it is about, from the class on, or empty. Pure, but for the names of operators.
create or replace function thing.policy_words(p_condition jsonb, p_path text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_key record;
    v_word text;
    v_words text[] := '{}';
begin
    for v_key in select k.key, k.value from jsonb_each(p_condition) k loop
        if v_key.key in ('and', 'or') then
            v_word := format('(%s)', (
                select string_agg(thing.policy_words(i.value, p_path), format(' %s ', v_key.key) order by i.ordinality)
                  from jsonb_array_elements(v_key.value) with ordinality i));
        elsif v_key.key = 'not' then
            v_word := format('not (%s)', thing.policy_words(v_key.value, p_path));
        elsif v_key.key in ('some', 'every', 'none') and p_path <> '' then
            v_word := thing.policy_words(v_key.value, '');
            v_word := format('%s of %s', v_key.key, p_path)
                || case when v_word <> '' then format(' with (%s)', v_word) else '' end;
        elsif v_key.key = 'isNull' and p_path <> '' then
            v_word := format('%s is %s', p_path, case when v_key.value = 'true' then 'null' else 'not null' end);
        elsif p_path <> '' and exists (select from thing.field_types t where v_key.key = any (t.operators)) then
            v_word := format('%s %s %s', p_path, coalesce((
                select w.word
                  from (values ('eq', '='), ('ne', '<>'), ('lt', '<'), ('lte', '<='), ('gt', '>'), ('gte', '>='),
                               ('notIn', 'not in')) w (operator, word)
                 where w.operator = v_key.key), v_key.key), thing.policy_value_words(v_key.value));
        else
            v_word := thing.policy_words(v_key.value, concat_ws('.', nullif(p_path, ''), v_key.key));
        end if;
        v_words := v_words || v_word;
    end loop;
    return array_to_string(v_words, ' and ');
end
$$;
comment on function thing.policy_words(jsonb, text) is 'A condition of a policy in words. Internal.';
revoke all on function thing.policy_words(jsonb, text) from public;
