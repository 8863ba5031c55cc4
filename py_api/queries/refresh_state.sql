select thing.refresh_state($1)
