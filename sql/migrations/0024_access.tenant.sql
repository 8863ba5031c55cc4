-- How often lists read a class in which way.
create table if not exists access_usage (
    class_id      integer not null,
    reading       text not null constraint access_usage_reading_check check (reading in ('page', 'all')),
    equal         integer[] not null,
    ranges        integer[] not null,
    sort          text[] not null,
    searched      text[] not null,
    calls         bigint not null,
    ms            double precision not null,
    most_ms       double precision not null,
    rows          bigint not null,
    writes_before bigint not null,
    since         timestamptz not null default now(),
    last_at       timestamptz not null default now(),
    constraint access_usage_pkey primary key (class_id, reading, equal, ranges, sort, searched)
);
comment on table access_usage is
    'How often lists read a class in which way, as servers counted it (thing.note_access): what advice about indexes '
    'is made from. Fields by their ids, as in thing_class_indexes.';
comment on column access_usage.reading is 'page: the first rows of an order. all: every row that fits.';
comment on column access_usage.writes_before is 'Rows of the class that were written when the counting began.';

-- What auto_index tries.
create table if not exists index_trials (
    id          bigint generated always as identity constraint index_trials_pkey primary key,
    class_id    integer not null,
    name        text not null,
    field_ids   integer[] not null,
    state       text not null constraint index_trials_state_check
                check (state in ('building', 'tried', 'kept', 'taken back')),
    mean_before double precision not null,
    mean_after  double precision,
    calls       bigint,
    ms          double precision,
    begun_at    timestamptz not null default now(),
    ready_at    timestamptz,
    ended_at    timestamptz
);
comment on table index_trials is
    'Indexes that auto_index made: ms of a list before and after, and what came of it.';
comment on column index_trials.calls is 'Of the lists that it serves, when it was ready; so is ms.';

-- Each page of a class's table keeps a tenth free for updates, from now on: what is written is as it was.
do $$
declare
    v_table text;
begin
    for v_table in
        select k.relname
          from thing_classes c
          join pg_class k on k.relname = 'tc_' || c.physical_name and k.relkind = 'r'
           and k.relnamespace = current_schema()::regnamespace
         where not exists (select from unnest(k.reloptions) o where o like 'fillfactor=%')
         order by c.id
    loop
        execute format('alter table %I set (fillfactor = 90)', v_table);
    end loop;
end
$$;
