"""The parts from which a scenario is told back in plain words; `simulator.scenario.explain` puts them together."""
