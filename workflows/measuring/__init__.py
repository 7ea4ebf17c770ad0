"""How much there is to do and how long it takes, in numbers: asked of tasks and events by index, never of a paper."""
