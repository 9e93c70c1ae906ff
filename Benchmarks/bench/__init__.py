"""The benchmarks: this server, its peers and their limits, measured in turn on one machine."""
