"""What pages read: one function a question, rows loaded whole."""
