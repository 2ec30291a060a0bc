"""Commands that need the pages."""
