select thing.note_password($1, $2, $3, $4)
