"""The version of this program, as backups and reports name it."""

VERSION = "0.1.0"
