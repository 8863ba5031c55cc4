-- Stage of thing.diff: the options of selects that a document renames. One whose job runs already is told no more. Runs
-- inside the tenant's schema.
create or replace function thing.diff_rename_options(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    -- One option of a field at a time: another one may want the name that it leaves.
    return query
    select distinct on (f.id)
           jsonb_build_object('op', 'rename_option', 'class', c.name, 'field', f.name, 'from', o.name, 'to', r.key)
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      cross join lateral jsonb_array_elements(d.value -> 'fields') w
      join thing_class_fields f on f.class_id = c.id and f.name = w.value ->> 'name' and f.dropped_version is null
      -- that it is to have from now on
      left join jsonb_array_elements(p_document -> 'enums') e on e.value ->> 'name' = w.value #>> '{params,enum}'
      cross join lateral (select coalesce(e.value -> 'values', w.value #> '{params,values}') as options,
                                 coalesce(e.value, w.value) -> 'renamedOptions' as renamed) n
      cross join lateral jsonb_each(n.renamed) r
      cross join lateral jsonb_array_elements_text(r.value) with ordinality o (name, n)
     where f.type in ('select', 'multiselect') and w.value ->> 'type' = f.type and not f.params ? 'enum'
       and thing.pending_retype(f.id) is null
       and f.params -> 'values' ? o.name and not f.params -> 'values' ? r.key
       and n.options ? r.key and not n.options ? o.name
     order by f.id, o.n, r.key;
end
$$;
comment on function thing.diff_rename_options(jsonb) is 'Stage of thing.diff: rename options. Internal.';
revoke all on function thing.diff_rename_options(jsonb) from public;
