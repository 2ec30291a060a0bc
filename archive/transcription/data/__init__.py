"""Tables that the reading of forms stands on."""
