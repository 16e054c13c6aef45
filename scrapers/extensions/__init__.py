"""What surrounds every crawl: conduct, decoding, the run report."""
