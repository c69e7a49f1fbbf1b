"""Compares the page's file of numbers with a result of the program for the page's scenario: medians, 10% and 90% quantiles
at every date, to the last bit.  python compare.py PAGE.csv RESULT.h5"""

import csv
import sys

import h5py
import numpy as np

#: Where the page's five charts begin.
CHARTS = {
    "Frontier gap (China behind the US)": ("frontier_gap", {"pair": "cn-us"}),
    "Frontier lag (China behind the US)": ("frontier_lag", {"pair": "cn-us"}),
    "China’s share of new derivatives": ("derivative_share", {"country": "CN"}),
    "China’s share of downloads": ("download_share", {"age": "all", "creator_country": "CN"}),
}


def quantile(values: np.ndarray, share: float) -> float:
    kept = np.sort(values[np.isfinite(values)].astype(float))
    if not kept.size:
        return float("nan")
    place = share * (kept.size - 1)
    below = int(np.floor(place))
    above = kept[min(below + 1, kept.size - 1)]
    return float(kept[below] + (place - below) * (above - kept[below]))


def line(result: h5py.File, measure: str, where: dict[str, str]) -> np.ndarray:
    data = result[measure]
    values = data[...]
    for axis in reversed(range(4, data.ndim)):
        name = data.dims[axis][0].name.split("/")[-1]
        labels = [label.decode() if isinstance(label, bytes) else label for label in result[name][...]]
        values = np.take(values, labels.index(where[name]), axis=axis)
    return values


def main(page: str, result_path: str) -> None:
    compared = 0
    with open(page, encoding="utf8") as text, h5py.File(result_path) as result:
        rows = list(csv.reader(text))[1:]
        for chart, (measure, where) in CHARTS.items():
            own = [row for row in rows if row[0] == chart]
            values = line(result, measure, where)
            assert len(own) == values.shape[3] > 100, (chart, len(own), values.shape)
            factor = 100.0 if measure.endswith("share") else 1.0
            for date, row in enumerate(own):
                for policy in (0, 1):
                    for place, share in enumerate((0.5, 0.1, 0.9)):
                        wanted = quantile(values[policy, :, :, date].ravel(), share) * factor
                        cell = row[2 + 3 * policy + place]
                        assert (cell == "") == np.isnan(wanted), (chart, row)
                        assert cell == "" or float(cell) == wanted, (chart, row, wanted)
                        compared += cell != ""
    assert compared > 2000, compared
    print(f"{compared} numbers of the page equal the program's")


if __name__ == "__main__":
    main(*sys.argv[1:])
