-- For this transaction: the tenant's own limit, where the API's would be shorter.
set local statement_timeout to default
