"""Runs the `>>>` examples of pages of SQLAlchemy's documentation, on whichever package is called `sqlalchemy`."""
