"""Engines that read pages and hear speech, behind ports."""
