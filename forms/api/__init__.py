"""Public forms for programs: what there is to fill in, and filling it in, below `/api/v1/`."""
