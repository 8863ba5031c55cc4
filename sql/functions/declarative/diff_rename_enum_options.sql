-- Stage of thing.diff: the options of enums that a document renames. One whose jobs run already is told no more. Runs
-- inside the tenant's schema.
create or replace function thing.diff_rename_enum_options(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    -- One option of an enum at a time: another one may want the name that it leaves.
    return query
    select distinct on (e.id)
           jsonb_build_object('op', 'rename_enum_option', 'enum', e.name, 'from', o.name, 'to', r.key)
      from jsonb_array_elements(p_document -> 'enums') d
      join thing_enums e on e.name = d.value ->> 'name' and e.dropped_version is null
      cross join lateral thing.coming_options(e.id) n (options)
      cross join lateral jsonb_each(d.value -> 'renamedOptions') r
      cross join lateral jsonb_array_elements_text(r.value) with ordinality o (name, n)
     where n.options ? o.name and not n.options ? r.key
       and d.value -> 'values' ? r.key and not d.value -> 'values' ? o.name
     order by e.id, o.n, r.key;
end
$$;
comment on function thing.diff_rename_enum_options(jsonb) is 'Stage of thing.diff: rename options of enums. Internal.';
revoke all on function thing.diff_rename_enum_options(jsonb) from public;
