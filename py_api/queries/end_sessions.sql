select thing.end_sessions()
