-- SQL of the things of a class that a rewind writes, over $1, its steps (thing.rewind_step[]): thing_id, action,
-- made_at and made_by (of what is inserted again), image (the values that it gets, by column; of what is inserted again
-- also the defaults of fields that came later). p_actions: those of the steps that are wanted. Runs inside the tenant's
-- schema.
create or replace function thing.rewind_rows_sql(p_class_id integer, p_actions text[])
returns text
language plpgsql
stable
as $$
begin
    return format($sql$
        select s.thing_id, s.action, w.whole ->> 'created_at' as made_at, w.whole ->> 'created_by' as made_by,
               (case s.action when 'insert' then %5$s else '{}' end
                   || (w.whole - array(select k from jsonb_object_keys(w.whole) k where k <> all (%1$L::text[])))
                   || coalesce(s.patch, '{}')) - coalesce(s.kept, '{}') as image
          from unnest($1) s
          left join lateral (select c.* from change_log c where c.seq = s.seq offset 0) l on true
         cross join lateral (select coalesce(%2$s, '{}') as whole offset 0) w
         where s.class_id = %3$s and s.action = any (%4$L::text[])
        offset 0$sql$,      -- each image is worked out once
        thing.rewind_columns(p_class_id),
        case when thing.option_renames(p_class_id) is null
             then format('case when l.old ? ''_same'' then thing.whole_image(%s, l.thing_id, l.seq, l.old) '
                 'else l.old end', p_class_id)
             else format('thing.rewind_image(%s, l.thing_id, l.seq, l.old, %L)', p_class_id,
                 thing.option_renames(p_class_id)) end,
        p_class_id, p_actions,
        thing.rewind_defaults_sql(p_class_id));
end
$$;
comment on function thing.rewind_rows_sql(integer, text[]) is 'SQL of the things that a rewind writes. Internal.';
revoke all on function thing.rewind_rows_sql(integer, text[]) from public;
