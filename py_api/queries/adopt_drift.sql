select * from thing.adopt_drift($1, plan => $2)
