"""Running text: the editor, what is marked in it, finding and replacing, figures put in from the tables."""
