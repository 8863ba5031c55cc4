-- The kinds of changes that can say what becomes of things that break the new rules ("existing").
select c.name from thing.change_types c where 'existing' = any (c.optional)
