"""Answers drawn from the worlds of a study: what moves an effect, where a policy fails, which policy holds up. SALib and
the EMA workbench do the statistics; here stands what they are given and how it is told."""
