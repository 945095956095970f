"""Versions whose contracts differ: what depends on nothing but the contract is tried under one of those that are alike.

``test_distinct.py`` proves that the groups are what the contracts say.
"""

from typing import Final

from conformance.contract.catalog import catalog

# The first of each group stands for the others, which have the same operations under another name.
ALIKE: Final = (
    ("2023-03-15-preview", "2023-05-15"),
    ("2023-08-01-preview", "2023-09-01-preview", "2023-10-01-preview"),
    ("2024-02-15-preview", "2024-03-01-preview"),
    ("2025-02-01-preview", "2025-03-01-preview", "2025-04-01-preview"),
    ("v1", "v1-preview"),
)
DISTINCT: Final = tuple(
    version for version in catalog().with_chat if version not in {other for group in ALIKE for other in group[1:]}
)
