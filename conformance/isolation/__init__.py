"""What a child process may do: read what it needs, write below its own temporary folder, connect to one port."""
