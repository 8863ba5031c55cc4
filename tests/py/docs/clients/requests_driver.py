"""What each client of the page answers: python requests_driver.py url token first."""

import json
import sys
from importlib import import_module

url, token, first = sys.argv[1:]
said = {}
for name in ("request", "generated"):
    largest = import_module(name).largest
    cities = largest(url, token, int(first))
    try:
        largest(url, token, -1)
        error = None
    except Exception as refusal:
        response = getattr(refusal, "response", None)
        error = str(refusal) if response is None else response.text
    said[f"{name}.py"] = {"cities": cities, "error": error}
print(json.dumps(said))
