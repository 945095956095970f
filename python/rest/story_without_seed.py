"""Tell a story three times, each time without a seed, through the REST API.

Set AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_DEPLOYMENT; OPENAI_API_VERSION is 2024-02-01 if unset.
Run it: pip install requests, then python story_without_seed.py
"""

import io
import json
import os
import re
import sys

import requests
from urllib3.exceptions import ReadTimeoutError

for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")  # an answer may hold any character, whatever the locale


def refusal(status: int, answer: object) -> str:
    """Say how the service refused, what to do about it, and what the service itself says where it says something."""
    if status < 400:
        return "The service redirects elsewhere, where the key is not sent: set AZURE_OPENAI_ENDPOINT to the right URL."
    advice = {
        401: "check AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT",
        404: "check AZURE_OPENAI_DEPLOYMENT, AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION",
        429: "wait a moment and try again",
    }.get(status, "check the request and your settings" if status < 500 else "try again later")
    error = answer.get("error", answer) if isinstance(answer, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    words = " ".join(message.split()) if isinstance(message, str) else ""
    return f"The service answered {status} ({advice})" + (f": {words}" if words else ".")


def text_of(response: object) -> str:
    """Return the answer's text; end the sample with one sentence where there is none."""
    if not isinstance(response, dict):
        sys.exit("The answer is not a JSON object: check that AZURE_OPENAI_ENDPOINT is the URL of your resource.")
    try:
        choice = response["choices"][0]
        text, reason = choice["message"].get("content"), choice.get("finish_reason") or ""
    except (AttributeError, LookupError, TypeError):
        sys.exit("The answer has no choices: check that AZURE_OPENAI_ENDPOINT is the URL of your resource.")
    if text is None:
        sys.exit(f'The answer has no text, its finish_reason is "{reason}": change the messages and try again.')
    if isinstance(text, str):  # half a surrogate pair is no text and cannot be printed: it becomes U+FFFD
        choice["message"]["content"] = text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return str(text)


# <snippet_story_without_seed>
endpoint = os.getenv("AZURE_OPENAI_ENDPOINT", "").rstrip("/") or sys.exit(
    "Set AZURE_OPENAI_ENDPOINT to the URL of your resource, such as https://YOUR-RESOURCE.openai.azure.com."
)
key = os.getenv("AZURE_OPENAI_API_KEY") or sys.exit("Set AZURE_OPENAI_API_KEY to a key of your resource.")
deployment = os.getenv("AZURE_OPENAI_DEPLOYMENT") or sys.exit("Set AZURE_OPENAI_DEPLOYMENT to your deployment's name.")
api_version = os.getenv("OPENAI_API_VERSION") or "2024-02-01"
time_limit = 30  # seconds, for each request
if not re.fullmatch(r"(?i)https?://[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*(:[0-9]{1,5})?(/[^\s?#]*)?", endpoint):
    sys.exit("AZURE_OPENAI_ENDPOINT is not an http or https URL: set it to the URL of your resource.")
if not re.fullmatch("[!-~]+", key):
    sys.exit("AZURE_OPENAI_API_KEY holds a character that no key has: copy the key again.")

url = f"{endpoint}/openai/deployments/{deployment}/chat/completions?api-version={api_version}"
headers = {"api-key": key}
body = {
    # "seed": 42,
    "temperature": 0.7,
    "max_tokens": 50,
    "messages": [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": "Tell me a story about how the universe began?"},
    ],
}

for i in range(3):
    try:
        reply = requests.post(url, headers=headers, json=body, timeout=time_limit, allow_redirects=False)
        response = json.loads(reply.content)  # as bytes, so that it is read as UTF-8 whatever the headers say
    except requests.RequestException as error:
        if isinstance(error, requests.Timeout) or isinstance(error.__context__, ReadTimeoutError):
            sys.exit(f"No answer from {endpoint} in {time_limit} seconds: check AZURE_OPENAI_ENDPOINT or try again.")
        sys.exit(f"The connection to {endpoint} failed: check AZURE_OPENAI_ENDPOINT and your network.")
    except ValueError:
        response = None
    if reply.status_code >= 300:
        sys.exit(refusal(reply.status_code, response))
    print(f"Story Version {i + 1}\n---\n{text_of(response)}\n---\n")
# </snippet_story_without_seed>
