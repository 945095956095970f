"""Pages of explanation, one a rule: `seed-type.md` explains `seed-type`."""
