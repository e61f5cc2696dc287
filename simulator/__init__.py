"""t2d3: when do we hire? A growth-scenario simulator for SaaS companies."""
