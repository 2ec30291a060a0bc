"""What several tests draw, build or start."""
