"""What a person can do at the desk: edit with undo, save, keep a library, finalise, write files."""
