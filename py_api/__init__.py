"""What serves Thingbase: the command line, the embedded servers, the reader of the catalog."""

__version__ = "0.1.0"  # the one place of it
