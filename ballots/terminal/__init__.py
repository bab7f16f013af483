"""What the command line prints and writes: counts by every rule, comparisons, files of whole counts, progress."""
