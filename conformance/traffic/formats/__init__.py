"""The formats that recorded traffic is kept in: one file a format, each a cheap look and a stream of exchanges."""
