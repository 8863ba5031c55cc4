"""Benchmarks: each a command (`./thingbase bench NAME`) that prints its figures side by side, with their ratio."""
