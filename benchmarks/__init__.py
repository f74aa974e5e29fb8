"""What the figures of README and docs come from. Run as modules: `python -m benchmarks.throughput`."""
