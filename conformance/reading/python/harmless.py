"""Which modules and functions change nothing outside the program, and read nothing but what they are given."""

import sys
from typing import Final

from conformance.reading.python.name_sets import name_set

# Every function of these computes, waits or writes to standard error.
_MODULES: Final = name_set(
    "re math cmath textwrap string datetime time itertools functools operator collections random secrets hashlib hmac",
    "uuid statistics decimal fractions typing typing_extensions dataclasses enum difflib copy base64 html urllib.parse",
    "json warnings platform pprint struct types abc unicodedata numbers bisect heapq calendar os.path traceback zoneinfo",
)
_FUNCTIONS: Final = name_set(
    "io.StringIO io.BytesIO pathlib.PurePath asyncio.sleep asyncio.Semaphore asyncio.Lock asyncio.get_event_loop",
    "asyncio.new_event_loop contextlib.suppress contextlib.nullcontext contextlib.closing contextlib.redirect_stderr",
    "logging.getLogger logging.debug logging.info logging.warning logging.error logging.exception logging.critical",
    "logging.StreamHandler logging.Formatter logging.disable",
    "os.getcwd os.getpid os.cpu_count os.linesep sys.getdefaultencoding sys.stdout.flush sys.stderr.flush sys.stderr.write",
    "sys.stdout.reconfigure sys.stderr.reconfigure sys.stdin.reconfigure sys.getsizeof sys.exc_info",
    "requests.adapters.HTTPAdapter urllib3.Retry urllib3.util.Retry urllib3.util.retry.Retry urllib3.disable_warnings",
    "requests.auth.HTTPBasicAuth requests.packages.urllib3.util.retry.Retry",
    "openai.Timeout openai.NotGiven openai.Omit httpx.Timeout httpx.Limits httpx.Headers",
    "openai.pydantic_function_tool pydantic.Field pydantic.ConfigDict",
)
_LOWER_CLASSES: Final = frozenset({"datetime", "date", "time", "timedelta", "timezone", "chain", "deque"})
_BUILTINS: Final = name_set(
    "abs all any ascii bin bool bytearray bytes callable chr complex divmod filter float format frozenset hash hex id int",
    "isinstance issubclass iter len list map max memoryview min next object oct ord pow range repr reversed round set",
    "slice sorted str sum tuple type zip enumerate dict property staticmethod classmethod super",
)
# Their import alone does something.
_LOUD: Final = frozenset({"antigravity", "this", "test", "idlelib", "turtle", "turtledemo", "__main__"})
_KNOWN: Final = name_set(
    "openai requests httpx httpx2 dotenv azure urllib3 pydantic rich tenacity tiktoken numpy pandas typing_extensions",
    "aiohttp",
)


def is_harmless_function(name: str) -> bool:
    """Whether calling ``name`` changes nothing outside the program."""
    if name.startswith("builtins."):
        python_value = name.removeprefix("builtins.")
        return python_value in _BUILTINS or is_exception(python_value)
    if name in _FUNCTIONS or _is_computed(name):
        return True
    return name.startswith(("openai.", "requests.", "httpx.")) and is_exception(name.rpartition(".")[2])


def _is_computed(name: str) -> bool:
    """Whether ``name`` is a function of a harmless module or of a class in it, and not of what that module imports."""
    module, _, function = name.rpartition(".")
    if module in _MODULES:
        return True
    module, _, owner = module.rpartition(".")
    is_class = owner[:1].isupper() or owner in _LOWER_CLASSES
    return module in _MODULES and is_class and not function.startswith("_")


def is_exception(name: str) -> bool:
    """Whether ``name`` is that of a class of exceptions."""
    return name.endswith(("Error", "Exception", "Exit", "Interrupt", "Warning", "StopIteration", "Timeout"))


def is_known_module(name: str) -> bool:
    """Whether importing module ``name`` does nothing else."""
    top, *below = name.split(".")
    if "__main__" in below:
        return False
    return (top in sys.stdlib_module_names and top not in _LOUD) or top in _KNOWN
