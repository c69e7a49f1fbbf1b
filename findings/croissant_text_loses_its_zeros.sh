#!/usr/bin/env bash
# We expected that a column of a table which Croissant metadata declare as text (sc:Text) comes out as the text of the file.
# mlcroissant lets the column be guessed as numbers first and makes text of those: version 3.10 becomes "3.1", the code 007 becomes "7", 2 becomes "2.0" beside a 2.5, and a model called None is missing. Nothing is said, and the data set passes validation.
# Two versions become one, and a join on such a column loses or mixes rows.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mlcroissant==1.1.1 pandas==3.1.1
venv/bin/python - 2>/dev/null <<'PY'
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import mlcroissant

print("mlcroissant", version("mlcroissant"), "pandas", version("pandas"))
table = "name,version,code\nLlama,3.10,007\nQwen,2.5,010\nNone,2,100\n"
Path("models.csv").write_text(table)
fields = [{"@type": "cr:Field", "@id": f"models/{name}", "dataType": "sc:Text",
           "source": {"fileObject": {"@id": "file"}, "extract": {"column": name}}} for name in ("name", "version", "code")]
context = {"@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
           "dct": "http://purl.org/dc/terms/", "conformsTo": "dct:conformsTo", "dataType": {"@id": "cr:dataType", "@type": "@vocab"}}
context |= {name: f"cr:{name}" for name in ("column", "extract", "field", "fileObject", "recordSet", "source")}
metadata = {
    "@context": context, "@type": "sc:Dataset", "name": "models", "conformsTo": "http://mlcommons.org/croissant/1.0",
    "distribution": [{"@type": "cr:FileObject", "@id": "file", "name": "file", "contentUrl": "models.csv", "encodingFormat": "text/csv",
                      "sha256": hashlib.sha256(table.encode()).hexdigest()}],
    "recordSet": [{"@type": "cr:RecordSet", "@id": "models", "name": "models", "field": fields}],
}
Path("croissant.json").write_text(json.dumps(metadata))
data = mlcroissant.Dataset("croissant.json")
print("errors of the metadata:", sorted(data.metadata.issues.errors))
rows = [tuple(value and value.decode() for value in row.values()) for row in data.records("models")]
for given, found in zip(table.splitlines()[1:], rows):
    print(f"{given} is read as {found}")
same = rows == [("Llama", "3.1", "7"), ("Qwen", "2.5", "10"), (None, "2.0", "100")] and not data.metadata.issues.errors
sys.exit(0 if same else 1)
PY
