select mark from thing.noted_timeline()
