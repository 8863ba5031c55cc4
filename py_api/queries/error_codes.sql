select sqlstate, code, http_status from thing.error_codes
