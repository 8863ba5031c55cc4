-- Those of a page's log rows that a reader wants, before images are made of them. It may let more pass, never less.
-- p_wanted: {"version": that of the schema which it was written for, "classes": {"<class id>": true, or {"<column>":
-- {"<value>": 1}}}}. A class that is not named is not wanted; one with columns is where one of them had one of the
-- values (as ->> gives them) before the change or has it after, or has one that thing.filled_image would replace.
-- Schema changes are always wanted; so are links of a class that is named, and everything where the schema has another
-- version, for then the columns may be others. Values are asked for by jsonb's ?, which searches sorted keys. Runs
-- inside the tenant's schema.
create or replace function thing.wanted_seqs(p_seqs bigint[], p_wanted jsonb)
returns bigint[]
language plpgsql
stable
set enable_seqscan = off
set enable_bitmapscan = off
set jit = off
as $$
declare
    v_wanted bigint[] := '{}';
    v_seqs bigint[];
    v_group record;
    v_columns text[];
    v_fields jsonb;
begin
    if (p_wanted ->> 'version')::integer is distinct from (select max(s.version) from schema_versions s) then
        return p_seqs;
    end if;
    for v_group in
        select l.class_id, p_wanted -> 'classes' -> l.class_id::text as values,
               array_agg(l.seq) filter (where l.operation in ('insert', 'update', 'delete')) as things,
               array_agg(l.seq) filter (where l.operation not in ('insert', 'update', 'delete')) as others
          from change_log l
         where l.seq = any (p_seqs)
         group by l.class_id
    loop
        continue when v_group.values is null and v_group.class_id is not null;
        v_seqs := v_group.things;
        v_columns := array(
            select k from jsonb_object_keys(
                case jsonb_typeof(v_group.values) when 'object' then v_group.values else '{}' end) k);
        -- One that is not a live field (hidden values cannot be asked for) is not used.
        if cardinality(v_columns) > 0 and cardinality(v_seqs) > 0
           and thing.option_renames(v_group.class_id) is null and v_columns <@ (
                  select array_agg(f.physical_name) || '{id,version}' from thing_class_fields f
                   where f.class_id = v_group.class_id and f.dropped_version is null) then
            v_fields := (thing.image_fields(v_group.class_id)).fields;
            execute (
                select format($sql$
                    select array_agg(l.seq)
                      from change_log l
                      left join lateral (
                           select n.old from change_log n
                            where n.thing_id = l.thing_id and n.seq > l.seq and n.operation in ('update', 'delete')
                              and n.version = l.version + 1
                            order by n.seq limit 1) n on true
                      left join %I o on n.old is null and o.id = l.thing_id
                     where l.seq = any ($1) and (%s)$sql$,
                    thing.table_name(v_group.class_id),
                    string_agg(format(
                        $sql$($2 -> %1$L) ? (l.old ->> %1$L)
                                      or ($2 -> %1$L) ? coalesce(n.old ->> %1$L, to_jsonb(o.%1$I) #>> '{}')
                                      or l.old is not null and not thing.fits(l.old -> %1$L, $3 -> %1$L)
                                      or n.old is not null and not thing.fits(n.old -> %1$L, $3 -> %1$L)$sql$,
                        k), ' or '))
                  from unnest(v_columns) k)
               into v_seqs using v_seqs, v_group.values, v_fields;
        end if;
        v_wanted := v_wanted || v_seqs || v_group.others;
    end loop;
    return array(select s from unnest(v_wanted) s where s is not null order by s);
end
$$;
comment on function thing.wanted_seqs(bigint[], jsonb) is 'Log rows that a reader wants, of some. Internal.';
revoke all on function thing.wanted_seqs(bigint[], jsonb) from public;
