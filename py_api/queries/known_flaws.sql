select message, hint from thing.known_flaws()
