"""What the pages' scripts and other programs call: JSON in, JSON out, one shape of error."""
