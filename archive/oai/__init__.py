"""What is public, for harvesters (OAI-PMH 2.0)."""
