"""A page of explanation for each rule about a document."""
