set local search_path to default
