"""What the parts of docking_numpy.py share: columns that grow, draws in proportion to weights, the words of the roster as numbers."""

import numpy as np

CLASSES = ["language", "diffusion", "text_encoder", "speech", "vision", "time_series"]
LANGUAGE = CLASSES.index("language")
OPENNESS = {"gated_research": 2, "restricted_commercial": 3, "permissive": 4, "fully_open": 5}
PERMISSIVE = OPENNESS["permissive"]
AUTHORS = ["bulk", "quantiser", "firm", "university", "individual"]
BULK, QUANTISER, FIRM, UNIVERSITY, INDIVIDUAL = range(5)
KINDS = ["adapter", "quantisation", "merge", "distillation", "fine_tune"]
CREATORS = ["unaffiliated", "industry", "academia"]
LAUNCH = 42 / 365.2425


class Table:
    """Columns of one length that grow together, twice as long when they are full."""

    def __init__(self, **types):
        self.rows, self._columns = 0, {name: np.zeros(1024, dtype=kind) for name, kind in types.items()}

    def append(self, count, **values):
        end = self.rows + count
        for name, column in self._columns.items():
            if end > len(column):
                self._columns[name] = column = np.concatenate([column, np.zeros(max(len(column), count), dtype=column.dtype)])
            column[self.rows:end] = values.get(name, 0)
        self.rows = end

    def __getitem__(self, name):
        return self._columns[name][:self.rows]


def draw_by_weight(weights, uniform):
    """A column for each row, in proportion to its weights; -1 where they are all 0."""
    sums = weights.cumsum(axis=1)
    picked = (sums <= (uniform * sums[:, -1])[:, None]).sum(axis=1)
    return np.where(sums[:, -1] > 0, np.minimum(picked, weights.shape[1] - 1), -1)
