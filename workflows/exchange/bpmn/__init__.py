"""BPMN 2.0: user tasks, exclusive and parallel gateways, timers, lanes. Whatever else there is, is refused by id."""
