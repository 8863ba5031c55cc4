-- A decoded event cursor: rows not visible in `seen` but in `upto` (null: as of the next reading), after `after_seq`,
-- to `last_seq`. made: when the later of the two snapshots was taken, or a moment later. mark, lsn: on which
-- timeline, and up to where in its WAL whatever it has seen was committed; null in cursors of before these were there.
do $$
begin
    create type thing.change_cursor as (
        identity  text,
        seen      pg_snapshot,
        upto      pg_snapshot,
        after_seq bigint,
        last_seq  bigint,
        made      timestamptz,
        mark      text,
        lsn       pg_lsn
    );
exception when duplicate_object then
    null;
end
$$;
comment on type thing.change_cursor is
    'Where a reader of the change log stands. Its text form is the resume cursor (thing.encode_cursor).';
