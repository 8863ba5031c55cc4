-- The API's word for things of a class, of the word for one: the English plural of its last part by the usual rules;
-- where that is the same word (news, settings), the word with List behind it. Never equal to p_singular. Pure.
create or replace function thing.plural(p_singular text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_last text := coalesce(substring(p_singular from '[A-Z]?[a-z]+$'), '');   -- saleItem: Item
    v_word text := lower(v_last collate "C");
    v_rest text := left(p_singular, length(p_singular) - length(v_last));
    v_irregular constant jsonb :=
        '{"person": "people", "child": "children", "man": "men", "woman": "women", "foot": "feet", "tooth": "teeth",
        "goose": "geese", "mouse": "mice", "hero": "heroes", "potato": "potatoes", "tomato": "tomatoes",
        "echo": "echoes", "quiz": "quizzes", "leaf": "leaves", "half": "halves", "shelf": "shelves", "wolf": "wolves",
        "knife": "knives", "life": "lives", "wife": "wives",
        "gas": "gases", "lens": "lenses", "criterion": "criteria", "phenomenon": "phenomena", "index": "indexes"}';
    v_plural text := v_irregular ->> v_word;
begin
    v_plural := case
        when v_plural is not null then v_plural
        when v_word = '' then 's'
        when v_word ~ '^(data|media|news|series|species|sheep|fish|people|children|men|women|feet|teeth|mice'
                      '|equipment|information)$' then v_word
        when v_word ~ 'sis$' then left(v_word, -2) || 'es'
        when v_word ~ '(ss|us|is|as|x|z|ch|sh)$' then v_word || 'es'
        when v_word ~ 's$' then v_word   -- a plural already
        when v_word ~ '[^aeiou]y$' then left(v_word, -1) || 'ies'
        else v_word || 's'
    end;
    -- The first letter as it was.
    v_plural := v_rest || left(v_last, 1) || substr(v_plural, case v_word when '' then 1 else 2 end);
    return v_plural || case v_plural when p_singular then 'List' else '' end;
end
$$;
comment on function thing.plural(text) is 'What the API calls things of a class. Internal.';
revoke all on function thing.plural(text) from public;
