-- Whether working out a kept figure for all things of a class that are there belongs into a background job: these are
-- many, or there are some, and their lists have many. Runs inside the tenant's schema.
create or replace function thing.kept_is_large(p_class_id integer, p_tree jsonb)
returns boolean
language plpgsql
stable
as $$
begin
    return exists (select from thing.class_family(p_class_id) c where thing.is_large(c))
        or exists (select from unnest(thing.concrete_tables(p_class_id)) t
                    where pg_relation_size(to_regclass(quote_ident(t))) > 0)
       and (exists (select from jsonb_path_query(p_tree, 'strict $.**.list.class') i
                     cross join lateral thing.class_family(i::integer) c where thing.is_large(c))
            or exists (select from jsonb_path_query(p_tree, 'strict $.**.list ? (@.kind != "reference").link') l
                        cross join lateral thing.class_family(split_part(l #>> '{}', ':', 1)::integer) c
                        where pg_relation_size(to_regclass(quote_ident(format('tj_%s_%s', c,
                                  split_part(l #>> '{}', ':', 2))))) > 4 * 1024 * 1024));
end
$$;
comment on function thing.kept_is_large(integer, jsonb) is
    'Whether working out a kept figure belongs into a background job. Internal.';
revoke all on function thing.kept_is_large(integer, jsonb) from public;
