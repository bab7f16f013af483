"""The arithmetic of money: what an entry may be, what is left, and where a decision departs from a count."""
