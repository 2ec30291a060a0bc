"""How each kind of file is made: pages, stones, things, voices.

Pixels are RGB arrays of shape (height, width, 3), float32 from 0 to 1, until they are written."""
