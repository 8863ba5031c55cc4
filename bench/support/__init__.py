"""What the benchmarks of the HTTP API share: data, contenders, load."""
