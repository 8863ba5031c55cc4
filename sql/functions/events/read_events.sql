-- The events for servers, one page: what is committed now and was not at after, in the order of seq, with images keyed
-- by column as jsonb_populate_record takes them (thing.event_rows), each row with the cursor to go on from after it.
-- Each row also says of the page: position, the cursor after it; more, whether there may be more already; looked_at,
-- how many log rows were looked at. A page without events is one row of these alone. A reader who keeps
-- the position, also where there is nothing new, never falls behind what is trimmed.
-- upto: a cursor of thing.change_cursor up to which is read in place of now; an after ahead of it is read to the end of
-- its batch. A schema change has in new what its subscribers are told (thing.schema_event). max_rows: 1 to 10,000.
-- wanted: what the reader can use, as thing.wanted_seqs has it; the rest may be left out. Null: everything.
-- Errors: TB050 RESYNC, TB051 INVALID_CURSOR, those of thing.enter_tenant. Definer: the tenant's role may not read the
-- log itself (hidden fields stand in it). Stable: all of it sees one snapshot. Images compare as text, so the settings
-- are needed.
create or replace function thing.read_events(
    tenant text, after text, max_rows integer default 500, upto text default null, wanted jsonb default null)
returns table (seq bigint, operation text, class_id integer, class text, thing_id text, version integer,
               old json, new json, changed json, target text, at text, actor text, cursor text,
               "position" text, more boolean, looked_at integer)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
set timezone = 'UTC'
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_page record;
    v_count integer;
    v_last bigint;
    v_key bytea := thing.cursor_key();
begin
    perform thing.enter_tenant(read_events.tenant);
    v_page := thing.change_batch(read_events.tenant, coalesce(read_events.after, ''),
        least(greatest(coalesce(read_events.max_rows, 500), 1), 10000), read_events.upto);
    v_count := cardinality(v_page.seqs);
    v_last := v_page.seqs[v_count];
    if v_count > 0 then
        return query
        select e.seq, e.operation, e.class_id, e.class, e.thing_id::text, e.version, to_json(e.old), to_json(e.new),
               to_json(e.changed), e.target,
               to_jsonb(e.at) #>> '{}', e.actor,
               case when e.seq = v_last then v_page.position
                    else thing.sign_cursor(concat(v_page.prefix, e.seq, v_page.suffix), v_key) end,
               v_page.position, v_page.more, v_count
          from thing.event_rows(case when read_events.wanted is null then v_page.seqs
                                     else thing.wanted_seqs(v_page.seqs, read_events.wanted) end) e
         order by e.seq;
        if found then
            return;
        end if;
    end if;
    return query
    select null::bigint, null, null::integer, null, null, null::integer, null::json, null::json, null::json,
           null, null, null, null, v_page.position, v_page.more, v_count;
end
$$;
comment on function thing.read_events(text, text, integer, text, jsonb) is
    'A page of events after a cursor, for servers: images keyed by column; each row has the '
    'position to go on from after the page. '
    'Example: select * from thing.read_events(''acme'', thing.change_cursor(''acme''), 100).';
revoke all on function thing.read_events(text, text, integer, text, jsonb) from public;
grant execute on function thing.read_events(text, text, integer, text, jsonb) to thing_admin, thing_tenant;
