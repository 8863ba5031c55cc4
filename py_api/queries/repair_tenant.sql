select * from thing.repair($1, plan => $2, p_rows => $3, p_foreign => $4)
