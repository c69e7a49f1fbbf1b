"""Projections and what came of them: their scores, and naive rivals with which they must be compared."""

#: Of a table of published figures.
COLUMNS = ("measure", "where", "at", "from", "to", "value", "source")
