"""Pages of explanation, one a rule about documents: `tab-id.md` explains `tab-id`."""
