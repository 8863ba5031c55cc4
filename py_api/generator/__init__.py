"""Things made up for a schema: values that satisfy its rules, as COPY takes them (pure; the same for the same seed)."""
