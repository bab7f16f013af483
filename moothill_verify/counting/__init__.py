"""The count done a second time, in whole numbers and fractions: clear before quick."""
