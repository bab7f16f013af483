"""A witness for logs: it signs that a log only ever grew (C2SP tlog-witness). It shares no code with any log."""
