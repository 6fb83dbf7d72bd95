"""Run the steps on the connection that :mod:`db.migrate` hands in; there is no alembic.ini."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
