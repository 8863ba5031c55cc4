-- For pooler_auth.sql: the SCRAM verifier of PgBouncer's own role, and whom the API logs in as.
select set_config('thing.pooler_verifier', $1::text, false), set_config('thing.pooler_admin', $2::text, false)
