"""Settings of the handbook. Its pages lie in ``source/``, its frameworks in ``frameworks/``."""

from pathlib import Path

HERE = Path(__file__).parent

# --- names and languages -------------------------------------------------------------------------

# Source language first. A new language starts with: ramverk i18n add <tag>
ramverk_languages = ["sv", "en", "nl"]
ramverk_titles = {
    "sv": "Kvalitetshandboken",
    "en": "The Quality Handbook",
    "nl": "Het Kwaliteitshandboek",
}
language = "sv"
project = ramverk_titles[language]
author = "The Ramverk authors"
copyright = author
version = release = "1.0"

# Percent of its texts that a language must have translated to be offered to readers and search
# engines. Below that it is built, so that translators can see it, but not listed.
ramverk_listed_from = 50
# Where a catalogue can be seen or edited, with {path} for its path; empty without one. Such as
# "https://example.org/handbook/src/branch/main/{path}"
ramverk_catalog_url = ""

# --- where things are ----------------------------------------------------------------------------

ramverk_frameworks = "frameworks"
ramverk_catalogs = "locales"
# Public address of the whole site, such as "https://example.org/handbook/"; empty without one.
ramverk_base_url = ""

# Absolute, because Sphinx would look below source/ and other tools below the folder of this file.
locale_dirs = [str(HERE / "locales")]
exclude_patterns = ["**/.*"]

# --- reading -------------------------------------------------------------------------------------

extensions = ["myst_parser", "sphinx_design", "ramverk"]
# Words in another language are marked so: [word]{.language-en}
myst_enable_extensions = ["colon_fence", "attrs_inline"]
# Pages and translations bring no HTML of their own; docutils.conf closes the other ways in.
myst_disable_syntax = ["html_block", "html_inline"]
# Texts stand on the page exactly as they are written, in every output.
smartquotes = False
nitpicky = True

# "sphinx-build -b epub" keeps its doctrees in the output folder and then warns of them.
suppress_warnings = ["epub.unknown_project_files"]

# --- translation ---------------------------------------------------------------------------------

gettext_compact = False  # one catalogue a page
gettext_uuid = False

# --- PDF -----------------------------------------------------------------------------------------

# False: pages offer no PDFs. The command "ramverk pdf" makes them all the same.
ramverk_pdf = True
ramverk_paper = "a4"  # or "letter"
# Folder with more fonts, for scripts that those of Ramverk lack; empty without one.
ramverk_fonts = ""

# --- HTML ----------------------------------------------------------------------------------------

html_theme = "ramverk"
html_use_index = False
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
