"""Checking a whole installation by recomputing it: log, polls, counts, decisions, money. It only reads."""
