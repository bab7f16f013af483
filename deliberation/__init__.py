"""Deliberation: stages, turns, messages, statements and measures of a room. Pure: no web, no database."""
