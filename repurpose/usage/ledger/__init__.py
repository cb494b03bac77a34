"""The ledger: SQLite beside the project, or PostgreSQL for a team. The only room that knows SQLAlchemy."""
