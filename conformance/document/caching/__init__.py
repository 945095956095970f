"""What was found in a page, kept for the next run: believed only while nothing that it came from has changed."""
