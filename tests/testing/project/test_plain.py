"""A test that uses nothing of the plugin: what its fixtures set for other tests is not there."""

import os


def test_nothing():
    assert os.environ.get("AZURE_OPENAI_API_KEY") != "emulator-key"
