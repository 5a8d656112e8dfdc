"""Measurements that back the figures in docs/scaling.md: `python -m bench.run` prints one table."""
