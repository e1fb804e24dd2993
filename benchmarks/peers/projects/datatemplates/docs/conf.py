"""A project of sphinxcontrib-datatemplates: YAML files and a template that writes their pages."""

project = "Ramverk"
language = "sv"
extensions = ["sphinxcontrib.datatemplates"]
templates_path = ["templates"]
exclude_patterns = ["templates"]
locale_dirs = ["../locales"]
gettext_compact = False
smartquotes = False
html_theme = "basic"
html_copy_source = False
