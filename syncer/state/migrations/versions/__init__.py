"""The revisions of the schema, each from its forerunner to itself."""
