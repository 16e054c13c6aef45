"""What the benchmarks measure, a module for each matter."""
