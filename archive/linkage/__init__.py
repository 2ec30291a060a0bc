"""Record linkage: blocking, comparison, match weights; retrieval is loose, scoring strict, people decide."""
