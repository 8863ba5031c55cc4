"""What serves Thingbase: the command line, the embedded servers, the reader of the catalog."""
