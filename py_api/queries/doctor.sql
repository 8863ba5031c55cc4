select area, severity, message, hint from thing.doctor()
