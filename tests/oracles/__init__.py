"""Other engines of the form language, asked what an expression comes to."""
