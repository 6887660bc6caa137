"""Extensions of the ORM."""
