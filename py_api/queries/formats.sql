select name, pattern, max_length from thing.formats
