"""A test that uses nothing of the plugin."""


def test_nothing():
    assert True
