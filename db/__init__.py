"""The encrypted store. The only importer of SQLAlchemy, Alembic and the drivers."""
