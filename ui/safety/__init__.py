"""What keeps work safe, as the window shows it: backups, checks, conflicts, and Postil's own errors."""
