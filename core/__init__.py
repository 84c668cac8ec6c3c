"""nianbao without its window: the form, the report, the checks, the paper, the files. Knows nothing of Qt."""

__version__ = "0.1.0"
