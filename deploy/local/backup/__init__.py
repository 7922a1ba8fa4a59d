"""A backup of a stack in one file, and the way back."""
