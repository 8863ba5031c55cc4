select thing.forget_tenant($1::text::uuid)
