select thing.settled_tenant($1)
