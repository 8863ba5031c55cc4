select thing.remove_server($1)
