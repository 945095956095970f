"""Streams: server-sent events, their chunks, what the service does out of habit, and the answer that the chunks make."""
