-- Limits of a tenant may be those of one request, and what the job worker does for it.
alter table thing.limits drop constraint limits_kind_check;
alter table thing.limits add constraint limits_kind_check
      check (kind in ('setting', 'connections', 'request', 'worker'));
