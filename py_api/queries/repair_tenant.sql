select * from thing.repair($1, plan => $2, scan_rows => $3, drop_foreign => $4)
