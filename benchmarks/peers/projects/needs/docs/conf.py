"""A project of sphinx-needs: indicators with a box, their id and their text."""

project = "Ramverk"
language = "sv"
extensions = ["sphinx_needs"]
locale_dirs = ["../locales"]
gettext_compact = False
smartquotes = False
html_theme = "basic"
html_copy_source = False

needs_types = [
    {"directive": "indicator", "title": "Indikator", "prefix": "I", "color": "", "style": ""}
]
needs_title_optional = True
needs_layouts = {"tick": {"grid": "simple", "layout": {"head": ["☐ <<meta_id()>>"], "meta": []}}}
needs_default_layout = "tick"
