"""Projections and what came of them: their scores, and naive rivals with which they must be compared."""
