"""Sliders in a notebook: levers and assumptions of a study, and what they change, drawn while they move."""
