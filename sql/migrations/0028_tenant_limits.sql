-- Limits of a tenant may be what server processes allow it, and how much it may have.
alter table thing.limits drop constraint limits_kind_check;
alter table thing.limits add constraint limits_kind_check
      check (kind in ('setting', 'connections', 'request', 'server', 'storage', 'worker'));
