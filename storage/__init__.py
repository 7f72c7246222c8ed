"""The project file: schema, operations, history, importers and exporters. No window."""
