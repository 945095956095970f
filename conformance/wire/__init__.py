"""What was really written on the wire: JSON text with exact numbers, and where each member stands in it."""
