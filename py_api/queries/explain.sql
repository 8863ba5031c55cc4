explain {statement}
