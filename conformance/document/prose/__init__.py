"""What the words of a document say: sentences, tables, and the api-versions, models and members that they name."""
