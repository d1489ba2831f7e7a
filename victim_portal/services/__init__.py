"""Use cases: each opens one unit of work, checks who may, and commits once."""
