"""Pages for a browser: one self-contained file each, from templates, styles and scripts that lie beside."""
