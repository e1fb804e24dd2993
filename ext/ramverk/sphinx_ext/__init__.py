"""The only place that knows Sphinx and docutils."""
