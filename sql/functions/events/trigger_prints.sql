-- What pg_catalog says about the triggers of classes that we made, as one hash for each class (null: of all), equal in
-- every session. It stands in thing_classes.triggers_hash behind the hash of the statements that made them: so a
-- trigger that was dropped, disabled or replaced by hand shows, though only PostgreSQL can say how it writes a WHEN
-- clause. Runs inside the tenant's schema.
create or replace function thing.trigger_prints(p_class_id integer)
returns table (class_id integer, print text)
language plpgsql
stable
set quote_all_identifiers = off
set datestyle = 'ISO'
set intervalstyle = 'postgres'
set timezone = 'UTC'
set extra_float_digits = 1
set bytea_output = 'hex'
as $$
begin
    return query
    select o.class_id, md5(string_agg(c.relname || t.tgenabled::text
               || replace(pg_get_triggerdef(t.oid), ' ' || quote_ident(current_schema()) || '.', ' '), ';'
                                      order by c.relname, t.tgname))
      from (select k.id as class_id, 'tc_' || k.physical_name as name from thing_classes k
             where p_class_id is null or k.id = p_class_id
            union all
            select f.class_id, format('tj_%s_%s', f.class_id, f.physical_name)
              from thing_class_fields f where f.type = 'references' and f.dropped_version is null
               and (p_class_id is null or f.class_id = p_class_id)) o
      join pg_class c on c.relname = o.name and c.relnamespace = current_schema()::regnamespace
      join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
       and thing.is_our_trigger(t.tgname)
     group by o.class_id;
end
$$;
comment on function thing.trigger_prints(integer) is 'Hash of the triggers that a class has. Internal.';
revoke all on function thing.trigger_prints(integer) from public;
