select code from thing.error_codes where sqlstate = $1
