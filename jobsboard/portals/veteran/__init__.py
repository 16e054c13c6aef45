"""What a veteran does: sees what fits and why, tells what he brings, applies with his consent."""
