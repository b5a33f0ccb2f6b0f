"""The form language: expressions, their dependency graph, the state of a filled form."""
