select thing.refresh_rollup($1, $2)
