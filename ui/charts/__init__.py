"""The Charts view: the only importer of pyqtgraph, loaded when charts are first shown."""
