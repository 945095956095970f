"""A statement that is no setting, no chat call, no printing and no harmless computation is listed; nothing is executed."""

from pathlib import Path

import pytest

from conformance.reading.python import read_python

HARMFUL = sorted((Path(__file__).parents[1] / "sources/harmful").glob("*.py"))


@pytest.mark.parametrize("source", HARMFUL, ids=lambda source: source.stem)
def test_what_would_do_harm_is_listed_with_its_line(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    marked = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# harm")]
    reading = read_python(source.name, text)
    assert marked
    assert [one.place.line for one in reading.not_understood] == marked


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import subprocess\nsubprocess.run", id="a function is named and not called"),
        pytest.param("import re\nprint(re.sub('a', 'b', input and 'a'))", id="a pattern"),
        pytest.param("import time\ntime.sleep(1)", id="a pause"),
        pytest.param("import logging\nlogging.basicConfig(level=logging.INFO)\nlogging.info('x')", id="a log"),
        pytest.param("from dotenv import load_dotenv\nload_dotenv()", id="settings from a file"),
        pytest.param("import datetime\nprint(datetime.datetime.now().isoformat())", id="the time"),
        pytest.param("class A(Exception):\n    '''x'''\n    limit: int = 3", id="a class without methods"),
        pytest.param("x = [1]\nx[0] += 2\nprint(sorted(x)[0])", id="data"),
        pytest.param("import os\nos.environ['OPENAI_API_VERSION'] = '2024-02-01'", id="a setting of its own"),
        pytest.param(
            "import asyncio\nasync def f(): pass\nasyncio.get_event_loop().run_until_complete(f())", id="a loop"
        ),
        pytest.param("import datetime as d\nprint(d.datetime.now().strftime('%c'), d.date.today())", id="a date"),
        pytest.param(
            "from typing import Any\ndef f(x: 'int', *y: list[str] | None) -> dict[str, Any]: ...", id="annotations"
        ),
        pytest.param(
            "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A:\n    x: int = 1", id="a dataclass"
        ),
        pytest.param(
            "class E(ValueError):\n    pass\ntry:\n    int('1')\nexcept E:\n    pass", id="an exception of its own"
        ),
        pytest.param("d = {}\nd['a'], *rest = 1, 2, 3\nprint(rest)", id="unpacking"),
    ],
)
def test_what_is_harmless_is_not_listed(text: str) -> None:
    assert read_python("x.py", text).not_understood == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("exec('1')", id="exec"),
        pytest.param("open('x')", id="open"),
        pytest.param("input()", id="input"),
        pytest.param("import os\nos.environ.pop('PATH')", id="the environment"),
        pytest.param("from pathlib import Path\nPath('x').write_text('y')", id="pathlib"),
        pytest.param("import os\nf = os.remove\nf('x')", id="another name"),
        pytest.param("import os\n(lambda: os.remove('x'))", id="a lambda"),
        pytest.param("import os\n1 if True else os.remove('x')", id="a branch of an expression"),
        pytest.param("import os\nclass A:\n    def f(self):\n        os.remove('x')", id="a method"),
        pytest.param("import os\ndef f():\n    def g():\n        os.remove('x')\nf()", id="a function in a function"),
        pytest.param("import os\nd = {'f': os.remove}\nd['f']('x')", id="a member"),
        pytest.param("import os\nprint(f'{os.remove(1)}')", id="an f-string"),
        pytest.param("import os\nwith os.scandir('.') as s:\n    pass", id="a with"),
        pytest.param("import functools, os\nfunctools.partial(os.remove, 'x')()", id="partial"),
        pytest.param("import requests\nrequests.post('http://127.0.0.1/x', json={'a': 1})", id="no chat completion"),
        pytest.param("import requests\nrequests.delete('https://example.com/files/1')", id="delete"),
        pytest.param("from openai import OpenAI\nOpenAI().files.delete('f')", id="another operation"),
        pytest.param("client.chat.completions.create(model='m', messages=[])", id="a client from nowhere"),
        pytest.param("import builtins\nbuiltins.open('x')", id="builtins as a module"),
        pytest.param("import importlib\nimportlib.import_module('os').remove('x')", id="importlib"),
        pytest.param("__import__('os').remove('x')", id="__import__"),
        pytest.param("globals()['x'] = 1", id="globals"),
        pytest.param("import antigravity", id="an import that opens a browser"),
        pytest.param("from os import *", id="names from a star"),
        pytest.param("del os.path", id="an attribute that goes"),
        pytest.param("match 1:\n    case 1:\n        open('x')", id="match"),
        pytest.param("import logging\nlogging.basicConfig(filename='x')", id="a log file"),
        pytest.param("import requests\ns = requests.Session()\ns.proxies = {}", id="a proxy of a session"),
        pytest.param(
            "from openai import OpenAI\nimport httpx\nOpenAI(http_client=httpx.Client(proxy='http://p'))", id="proxy"
        ),
        pytest.param("async def f():\n    open('x')", id="an asynchronous function"),
        pytest.param("def f():\n    yield open('x')\nlist(f())", id="a generator"),
        pytest.param("import sys\nsys.stdout = open('x', 'w')", id="standard output"),
        pytest.param("import threading, os\nthreading.Thread(target=os.abort).start()", id="a thread"),
        pytest.param("'{0.__class__}'.format(1).__reduce__()", id="reduce"),
        pytest.param("class A:\n    def __init__(self):\n        pass\nA().run()", id="an object of its own class"),
        pytest.param("import os\ndef f(n):\n    return f(n)\nf(os.system)('x')", id="what a function returns"),
        pytest.param("import platform\nplatform.subprocess.run('x')", id="a module of a harmless module"),
        pytest.param("import json\njson.codecs.open('x', 'w')", id="another module of a harmless one"),
        pytest.param("import random\nrandom._os.remove('x')", id="a hidden module of a harmless one"),
        pytest.param("import os.path\nos.path.os.remove('x')", id="the module that a harmless one is in"),
        pytest.param(
            "import shutil\ndef f(n, m):\n    return f(n - 1, m) if n else m.copy('a', 'b')\nf(50, shutil)", id="deep"
        ),
        pytest.param(
            "import os, functools\n@functools.lru_cache(os.remove('x'))\ndef f(): pass", id="a decorator's argument"
        ),
        pytest.param("import atexit\n@atexit.register\nclass A: pass", id="a decorator of a class"),
        pytest.param("import unittest.__main__", id="an import that runs a program"),
        pytest.param("from unittest import __main__", id="an import of a program"),
        pytest.param("import requests\nrequests.delete('http://h/openai/deployments/d')", id="a deployment is deleted"),
        pytest.param("import os\n[0 for os.environ['HTTP_PROXY'] in ['http://p']]", id="a proxy as a target"),
        pytest.param("import contextlib\nwith contextlib.chdir('/'):\n    pass", id="another folder"),
    ],
)
def test_what_may_do_anything_is_listed(text: str) -> None:
    assert read_python("x.py", text).not_understood
