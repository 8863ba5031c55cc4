"""A tenant as a file: written from a running system, made a tenant again elsewhere."""
