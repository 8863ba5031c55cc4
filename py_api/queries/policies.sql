select thing.policies($1)
