"""What stands between a socket and the engine: GraphQL over HTTP, who may come in, limits, metrics."""
