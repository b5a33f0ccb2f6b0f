"""One module per schema, named after its number."""
