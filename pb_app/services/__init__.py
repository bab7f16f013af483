"""Use cases: one function a deed, one transaction, one log entry."""
