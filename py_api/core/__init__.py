"""The core in a database and what keeps it going: the installer, background jobs, the account of its servers."""
