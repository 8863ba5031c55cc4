select thing.refresh_tenant($1)
