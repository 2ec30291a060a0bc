"""A text as other programs and people read it: plain, TEI, ALTO, PAGE XML, PDF, DOCX; and back from XML.

Each module knows one form and is pure but for `facsimile`, which draws on pictures it is given.
"""
