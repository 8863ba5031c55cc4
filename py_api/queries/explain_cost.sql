explain (format json) {statement}
