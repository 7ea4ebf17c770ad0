"""The state machine, pure: (version, snapshot of the case, action) to a decision, or a refusal with reasons."""
