select thing.measure_storage($1)
