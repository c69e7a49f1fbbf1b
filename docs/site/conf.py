"""How Sphinx builds the documentation site; `scripts/site` is the command. The sources are the pages of the repository where they
stand, so a link works the same on the site and in a checkout."""

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

project = "Weightshed"
author = "The authors of Weightshed"
copyright = "the authors of Weightshed; Apache License 2.0"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

extensions = ["myst_nb", "sphinx.ext.autodoc", "pages"]
root_doc = "README"
include_patterns = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/**.md", "notebooks/*.ipynb", "findings/README.md", "bench/*.md",
                    "scenarios/reference/SOURCES.md"]
exclude_patterns = ["docs/site/**", "build/**", ".venv/**"]

myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
nb_execution_mode = "off"  # notebooks are committed with their outputs, and a test runs them
highlight_language = "none"  # a block without a language is an equation or an output
default_role = "code"  # docstrings write names between single backticks

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
toc_object_entries = False

html_theme = "furo"
html_title = "Weightshed"
html_static_path = ["_static"]
html_css_files = ["site.css"]
templates_path = ["_templates"]
html_additional_pages = {"index": "redirect.html"}
html_show_sphinx = False
html_copy_source = False
pygments_style = "xcode"
pygments_dark_style = "github-dark"
