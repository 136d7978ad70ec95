"""Load, scale and fault measurements: `make bench`. docs/performance.md explains every row. Never run as timed tests."""
