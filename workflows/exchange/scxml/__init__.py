"""SCXML, the plain state machine of it: states, final states and transitions by events."""
