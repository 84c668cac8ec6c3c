"""Reports as the public pages and papers of many offices print them, with known answers: for tests and measuring."""
