"""Steps from schema to schema, one file each; Alembic runs them. They never import ``tables``."""
