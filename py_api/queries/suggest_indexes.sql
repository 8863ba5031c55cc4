select a.* from thing.suggest_indexes($1) a
