"""Adapters: foreign libraries end here, and their exceptions become ours."""
