"""What one api-version declares for chat completions, read from ``spec/VERSION/inference.json``."""
