"""Which api-versions accept what: facts of each, what differs between two, and the verdict on recorded traffic."""
