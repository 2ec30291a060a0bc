"""The one place that makes printed papers: a paper is told once, in parts, and written as PDF or DOCX.

`Paper` (parts) → `write_pdf`, `write_docx`. Words come translated from the caller; nothing here knows what a
paper is about.
"""
