"""moothill-verify: checks a recount bundle on a machine of one's own; it shares no line with the application."""
