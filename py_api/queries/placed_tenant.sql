-- The directory learns what a tenant of another server is like now.
select (thing.place_tenant(($1::text)::jsonb, $2)).slug
