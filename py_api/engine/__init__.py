"""From a request to its answer: the schemas that are served, plans, transactions, errors."""
