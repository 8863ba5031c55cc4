-- The statements that end it, on the server that follows.
select format(s.text, $1::text)
  from (values (1, 'alter subscription %1$I disable'), (2, 'alter subscription %1$I set (slot_name = none)'),
               (3, 'drop subscription %1$I')) s (n, text)
 where exists (select from pg_subscription s where s.subname = $1)
 order by s.n
