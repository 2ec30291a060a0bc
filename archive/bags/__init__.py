"""Items handed to other archives, and taken back, as bags (BagIt, RFC 8493)."""
