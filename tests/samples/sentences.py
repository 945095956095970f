"""The sentences that samples end with, each written once: what is wrong, where, and what to do."""

from tests.samples.running import Outcome

MISSING = {
    "AZURE_OPENAI_ENDPOINT": (
        "Set AZURE_OPENAI_ENDPOINT to the URL of your resource, such as https://YOUR-RESOURCE.openai.azure.com."
    ),
    "AZURE_OPENAI_API_KEY": "Set AZURE_OPENAI_API_KEY to a key of your resource.",
    "AZURE_OPENAI_DEPLOYMENT": "Set AZURE_OPENAI_DEPLOYMENT to your deployment's name.",
}
NO_URL = "AZURE_OPENAI_ENDPOINT is not an http or https URL: set it to the URL of your resource."
NO_KEY = "AZURE_OPENAI_API_KEY holds a character that no key has: copy the key again."

# The service's own message follows, where it has one.
CHECK_REQUEST = "The service answered 400 (check the request and your settings)"
CHECK_KEY = "The service answered 401 (check AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT)"
CHECK_PATH = "The service answered 404 (check AZURE_OPENAI_DEPLOYMENT, AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION)"
WAIT = "The service answered 429 (wait a moment and try again)"
LATER = "The service answered 503 (try again later)"

REDIRECTS = "The service redirects elsewhere, where the key is not sent: set AZURE_OPENAI_ENDPOINT to the right URL."
NOT_JSON = "The answer is not a JSON object: check that AZURE_OPENAI_ENDPOINT is the URL of your resource."
NO_CHOICES = "The answer has no choices: check that AZURE_OPENAI_ENDPOINT is the URL of your resource."


def cut(endpoint: str) -> str:
    return f"The connection to {endpoint} failed: check AZURE_OPENAI_ENDPOINT and your network."


def late(endpoint: str) -> str:
    return f"No answer from {endpoint} in 1 seconds: check AZURE_OPENAI_ENDPOINT or try again."


def no_text(reason: str) -> str:
    return f'The answer has no text, its finish_reason is "{reason}": change the messages and try again.'


def refused(sentence: str) -> Outcome:
    """Return how a sample ends with this sentence, and with nothing else."""
    return Outcome(1, b"", f"{sentence}\n".encode())
