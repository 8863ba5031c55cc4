select thing.revoke_tokens($1, $2, $3) as before
