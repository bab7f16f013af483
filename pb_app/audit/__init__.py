"""The log: one entry a change, a tree over the entries, signed checkpoints, and the means to check them all."""
