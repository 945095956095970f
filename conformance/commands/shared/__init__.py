"""What the commands of one kind, or all of them, share: settings, reports, output, signals, progress."""
