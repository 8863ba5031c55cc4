-- Tenants' roles belong to the whole cluster: nothing but superusers has business in the databases it came with.
revoke connect, temporary on database postgres, template1 from public
