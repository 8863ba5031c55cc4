-- What a rewind does: with things, with links, and what it leaves as it is.
do $$
begin
    create type thing.rewind_step as (
        class_id integer,
        thing_id uuid,
        action   text,
        seq      bigint,
        patch    jsonb,
        kept     text[]
    );
    create type thing.rewind_link as (
        class_id    integer,
        column_name text,
        source_id   uuid,
        target_id   uuid,
        wanted      boolean
    );
    create type thing.rewind_conflict as (
        class_id    integer,
        thing_id    uuid,
        column_name text,
        reason      text,
        detail      jsonb
    );
exception when duplicate_object then
    null;
end
$$;
comment on type thing.rewind_step is
    'What a rewind does with a thing: insert, update or delete it, with the values of the image of log row seq, those '
    'of patch over them, and none for the columns kept. Action mixed: not decided yet (thing.rewind_mixed); none: '
    'nothing.';
comment on type thing.rewind_link is 'A to-many link that a rewind makes (wanted) or takes away.';
comment on type thing.rewind_conflict is
    'What a rewind leaves as it is: a whole thing, or one column of it, and why.';
