"""One module per output format; none of them knows Sphinx or another format."""
