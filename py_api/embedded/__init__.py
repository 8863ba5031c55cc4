"""The embedded servers: PostgreSQL and Valkey programs run directly, with their data under one folder.

DATA/lock           held (flock) by the `up` that runs on this folder
DATA/server.json    ports, passwords and the secret of the API, mode 0600
DATA/postgres/      the PostgreSQL cluster          (owned by the servers' account)
DATA/valkey/        Valkey's working folder         (owned by the servers' account)
DATA/log/           what the servers print
"""
