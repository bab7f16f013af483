"""The only code that knows both Flask and the unit of work."""
