"""Which modules and functions change nothing outside the program, and read nothing but what they are given."""

import sys
from typing import Final

from conformance.reading.python.words import words

# Every name below these computes, waits or writes to standard error.
_MODULES: Final = (
    "re.", "math.", "cmath.", "textwrap.", "string.", "datetime.", "time.", "itertools.", "functools.", "operator.",
    "collections.", "random.", "secrets.", "hashlib.", "hmac.", "uuid.", "statistics.", "decimal.", "fractions.",
    "typing.", "typing_extensions.", "dataclasses.", "enum.", "difflib.", "copy.", "base64.", "html.", "urllib.parse.",
    "json.", "warnings.", "platform.", "pprint.", "struct.", "types.", "abc.", "contextlib.", "unicodedata.", "numbers.",
    "bisect.", "heapq.", "calendar.", "os.path.", "traceback.", "io.StringIO", "io.BytesIO", "pathlib.PurePath",
    "zoneinfo.", "asyncio.sleep", "asyncio.Semaphore", "asyncio.Lock", "asyncio.get_event_loop", "asyncio.TaskGroup",
    "logging.getLogger", "logging.debug", "logging.info", "logging.warning", "logging.error", "logging.exception",
    "logging.critical", "logging.StreamHandler", "logging.Formatter", "logging.disable",
)  # fmt: skip
_FUNCTIONS: Final = words(
    "os.getcwd os.getpid os.cpu_count os.linesep sys.getdefaultencoding sys.stdout.flush sys.stderr.flush sys.stderr.write",
    "sys.stdout.reconfigure sys.stderr.reconfigure sys.stdin.reconfigure sys.getsizeof sys.exc_info",
    "requests.adapters.HTTPAdapter urllib3.Retry urllib3.util.Retry urllib3.util.retry.Retry urllib3.disable_warnings",
    "requests.auth.HTTPBasicAuth requests.packages.urllib3.util.retry.Retry",
    "openai.Timeout openai.NotGiven openai.Omit httpx.Timeout httpx.Limits httpx.Headers",
    "openai.pydantic_function_tool pydantic.Field pydantic.ConfigDict",
)
_BUILTINS: Final = words(
    "abs all any ascii bin bool bytearray bytes callable chr complex divmod filter float format frozenset hash hex id int",
    "isinstance issubclass iter len list map max memoryview min next object oct ord pow range repr reversed round set",
    "slice sorted str sum tuple type zip enumerate dict property staticmethod classmethod super",
)
# Their import alone does something.
_LOUD: Final = frozenset({"antigravity", "this", "test", "idlelib", "turtle", "turtledemo", "__main__"})
_KNOWN: Final = words(
    "openai requests httpx httpx2 dotenv azure urllib3 pydantic rich tenacity tiktoken numpy pandas typing_extensions",
    "aiohttp",
)


def is_harmless_function(name: str) -> bool:
    """Whether calling ``name`` changes nothing outside the program."""
    if name.startswith("builtins."):
        plain = name.removeprefix("builtins.")
        return plain in _BUILTINS or is_exception(plain)
    if name in _FUNCTIONS or name.startswith(_MODULES):
        return True
    return name.startswith(("openai.", "requests.", "httpx.")) and is_exception(name.rpartition(".")[2])


def is_exception(name: str) -> bool:
    """Whether ``name`` is that of a class of exceptions."""
    return name.endswith(("Error", "Exception", "Exit", "Interrupt", "Warning", "StopIteration", "Timeout"))


def is_known_module(name: str) -> bool:
    """Whether importing module ``name`` does nothing else."""
    top = name.partition(".")[0]
    return (top in sys.stdlib_module_names and top not in _LOUD) or top in _KNOWN
