"""What a document shows, worked out once and only where it is asked for: its code, its JSON, its api-versions."""
