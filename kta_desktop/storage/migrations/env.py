"""Alembic runs this file once per upgrade, with the open connection in its configuration."""

from alembic import context


def upgrade() -> None:
    """Run the steps on the connection of the caller, who owns the transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        transactional_ddl=True,  # the engine begins transactions itself, DDL included
    )
    context.run_migrations()


if __name__ == "env_py":  # Alembic's name for it; importing the module does nothing
    upgrade()
