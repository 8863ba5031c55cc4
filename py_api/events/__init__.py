"""What the database tells the server processes."""
