"""The archive's pictures and recordings in the words of IIIF (iiif.io), for other archives' viewers. Pure."""
