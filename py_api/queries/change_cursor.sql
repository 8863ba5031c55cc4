select thing.change_cursor($1::text)
