"""What a person can do, one module each: the only door for windows and commands."""
