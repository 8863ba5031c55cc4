select code, http_status from thing.error_codes where sqlstate = $1
