select thing.stop_writes($1)
