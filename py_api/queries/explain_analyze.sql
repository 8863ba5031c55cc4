explain (analyze, buffers) {statement}
