"""Load and scale, measured: `make bench`. docs/performance.md explains every row. Never run as timed tests."""
