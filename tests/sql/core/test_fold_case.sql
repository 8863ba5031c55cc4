-- thing.fold_case: letters of every script, whatever the collation of the database; email addresses are the same by it.
-- Letters with several counterparts are known by PostgreSQL's own tables of Unicode alone (18 and later).
begin;
select plan(14);
select is(thing.fold_case(one) = thing.fold_case(two), same, format('%s and %s', one, two))
  from (values ('Ålesund', 'åLESUND', true), ('Straße', 'STRASSE', true), ('STRAẞE', 'straße', true), ('ΟΔΟΣ', 'οδος', true), ('οδοσ', 'οδος', true),
               ('ЩЁ', 'щё', true), (U&'\212A', 'k', true), (U&'\212B', 'å', true), ('ﬁ', 'FI', upper('ﬂ' collate thing.letters) = 'FL'), ('i', 'I', true), ('ı', 'I', true), ('İ', 'i', upper('ﬂ' collate thing.letters) <> 'FL'),
               ('é', 'e', false), ('É', U&'e\0301', false)) t (one, two, same);
select * from finish();
rollback;
