-- How far the defaults that count up without gaps have counted.
create table if not exists thing_numbers (
    counter text constraint thing_numbers_pkey primary key,
    last    bigint not null default 0,
    turns   bigint not null default 0
) with (fillfactor = 50);
comment on table thing_numbers is
    'How far the defaults that count up without gaps have counted (thing.gapless_number).';
comment on column thing_numbers.turns is
    'How many transactions have counted: what calls the trigger keep_number at their end.';
