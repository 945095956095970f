"""What a repository sets for all runs: ``conformance.toml``, or ``[tool.conformance]`` in ``pyproject.toml``."""
