"""The practice collection: one invented story, drawn and spoken by code, so that every feature has something
to show. Nobody in it ever lived; the units and places are real."""
