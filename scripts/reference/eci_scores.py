"""Write the reference table of capability scores from the published Epoch Capabilities Index table.

Usage: python3 scripts/reference/eci_scores.py PUBLISHED.csv OUT.csv

The published table (Epoch AI, CC BY 4.0) has one row per model with a score, an interval, a release date (may be empty),
the organisation, its country and the accessibility of the model. Only those columns are kept, scores are rounded to
four decimals, and the rows are ordered by date and model with undated rows last, so that the output is reproducible.
"""

import argparse
import csv
import datetime
import sys

# output column -> names under which the published tables have carried it
COLUMNS = {
    "model": ("model", "Model"),
    "date": ("date", "Release date"),
    "eci": ("eci", "ECI Score"),
    "eci_low": ("eci_low", "eci_ci_low", "CI low"),
    "eci_high": ("eci_high", "eci_ci_high", "CI high"),
    "organization": ("organization", "Organization"),
    "country": ("country", "Country (of organization)"),
    "accessibility": ("accessibility", "Model accessibility"),
}
SCORES = ("eci", "eci_low", "eci_high")


def source_column(column, header):
    """Return the name in `header` that holds `column`; raise ValueError when there is none."""
    for name in COLUMNS[column]:
        if name in header:
            return name
    expected, found = ", ".join(COLUMNS[column]), ", ".join(header)
    raise ValueError(f"column '{column}' is missing: expected one of {expected}; found {found}")


def reference_row(row, names, line):
    """Convert one published row; scores in ECI points, dates ISO, empty fields stay empty. Raises ValueError."""
    out = {column: row[name].strip() for column, name in names.items()}
    if not out["model"] or not out["eci"]:
        raise ValueError(f"line {line}: a row needs a model and a score")
    try:
        if out["date"]:
            datetime.date.fromisoformat(out["date"])
        for column in SCORES:
            if out[column]:
                out[column] = f"{float(out[column]):.4f}"
    except ValueError as error:
        raise ValueError(f"line {line} ({out['model']}): {error}") from error
    return out


def convert(published, out):
    """Read the open text file `published`, write the table to the open text file `out`; return the row count."""
    reader = csv.DictReader(published)
    header = reader.fieldnames or []
    names = {column: source_column(column, header) for column in COLUMNS}
    rows = [reference_row(row, names, reader.line_num) for row in reader]
    if not rows:
        raise ValueError("the published table has no rows")
    rows.sort(key=lambda row: (row["date"] == "", row["date"], row["model"]))
    writer = csv.DictWriter(out, fieldnames=list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return len(rows)


def main(arguments=None):
    """Run the command line; return 0, or 1 after a message when the table cannot be converted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("published", help="the published table (CSV)")
    parser.add_argument("out", help="the reference table to write (CSV)")
    options = parser.parse_args(arguments)
    try:
        with open(options.published, newline="", encoding="utf-8") as published:
            with open(options.out, "w", newline="", encoding="utf-8") as out:
                count = convert(published, out)
    except (OSError, ValueError) as error:
        print(f"{options.published}: {error}", file=sys.stderr)
        return 1
    print(f"{count} rows written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
