-- Sessions are ended by their roles' oids.
drop function thing.end_sessions(text);  -- thing.end_sessions_of has its place
