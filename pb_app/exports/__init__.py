"""Take-aways: files for anyone."""
