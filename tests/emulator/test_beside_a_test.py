"""The emulator as somebody else's tests use it."""

import subprocess
import sys

import pytest
from openai import AzureOpenAI

from conformance.emulator import Emulator, Settings
from tests.shared_folder import ROOT


def test_an_application_asks_it_and_the_test_looks_at_what_was_asked() -> None:
    with Emulator() as emulator:
        azure = AzureOpenAI(azure_endpoint=emulator.url, api_key=emulator.key, api_version="2024-10-21", max_retries=0)
        with azure as client:
            answer = client.chat.completions.create(
                model="gpt-35-turbo", messages=[{"role": "user", "content": "Hello"}], seed=42
            )
        assert answer.system_fingerprint
        (request,) = emulator.requests
    assert (request.method, request.path, request.status) == (
        "POST",
        "/openai/deployments/gpt-35-turbo/chat/completions",
        200,
    )
    assert request.query == {"api-version": "2024-10-21"}
    assert request.json["seed"] == 42
    assert request.headers["api-key"] == emulator.key
    assert emulator.key not in repr(request)


def test_settings_are_its_own() -> None:
    with Emulator(Settings(key="k", deployments=("a",))) as emulator:
        assert (emulator.key, emulator.requests) == ("k", [])


def test_before_it_listens_it_has_no_url() -> None:
    with pytest.raises(RuntimeError, match="listens from its `with` statement on"):
        _ = Emulator().url


def test_an_import_of_the_package_alone_is_cheap() -> None:
    code = "import sys, conformance.emulator; print(sorted({'starlette', 'uvicorn', 'asyncio'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_it_does_not_have_is_an_attribute_error() -> None:
    import conformance.emulator

    with pytest.raises(AttributeError, match="no attribute 'Emulatr'"):
        _ = conformance.emulator.Emulatr
