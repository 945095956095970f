"""What each client is asked to do, and how a program says what came of it: one JSON line a case."""

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

URL = os.environ["EMULATOR_URL"]
KEY = os.environ["EMULATOR_KEY"]
VERSION = "2024-10-21"
MODEL = "gpt-4o"
CASES = ("plain", "seed", "stream", "tools", "json", "schema", "vision", "n", "refusal")

PROMPT = "Tell me a story about how the universe began?"
MESSAGES = [{"role": "user", "content": PROMPT}]
ASK_WEATHER = "What is the weather in Paris?"
ASK_JSON = "Describe the universe in JSON."
IMAGE = "https://example.com/universe.png"
PARTS = [{"type": "text", "text": PROMPT}, {"type": "image_url", "image_url": {"url": IMAGE}}]
PARAMETERS: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}},
    "required": ["city", "unit"],
    "additionalProperties": False,
}
TOOL = {
    "type": "function",
    "function": {"name": "get_weather", "description": "Get the weather in a city.", "parameters": PARAMETERS},
}
SCHEMA = {"type": "json_schema", "json_schema": {"name": "place", "strict": True, "schema": PARAMETERS}}
REFUSED = {"temperature": 3}


def run(cases: Mapping[str, Callable[[], Any]]) -> None:
    """Do each case and say what came of it; what a client does not offer is not among ``cases``."""
    for name, case in cases.items():
        print(json.dumps({"case": name, "begins": True}), flush=True)
        sys.stdin.readline()  # whoever counts the requests is ready
        try:
            result: dict[str, Any] = {"value": case()}
        except Exception as error:
            result = {"error": f"{type(error).__name__}: {error}"}
            if name != "refusal":
                traceback.print_exc(file=sys.stderr)
        print(json.dumps({"case": name, **result}), flush=True)
