"""One source a file: file, `name` and class bear the same name."""
