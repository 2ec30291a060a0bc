"""The search's own reading of Vietnamese: what both engines are fed and asked. Pure: no engine, no I/O."""
