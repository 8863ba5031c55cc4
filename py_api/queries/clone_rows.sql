select thing.clone_rows($1, $2, $3, $4)
