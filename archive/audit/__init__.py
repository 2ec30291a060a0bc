"""The audit: entries in the same transaction as the act, chained by hashes, anchored every day."""
