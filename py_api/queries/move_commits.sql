-- A mark is sent when it is on disk: at once.
set synchronous_commit = on
