"""The archive: policy, ports, adapters and use cases. Pages and workers stand on it."""
