"""What stands for the reader's own: placeholders in literals, and variables by their names."""

import pytest

from conformance.document.programs.literals import is_placeholder, keys_in, literals, replaced, resources_in, written_in
from conformance.document.running.variables import Kind, kind_of
from conformance.reading.program import Language

EMULATOR = "http://127.0.0.1:1/_/a"


@pytest.mark.parametrize(
    ("language", "text", "filled"),
    [
        ("python", 'x = "https://YOUR-RESOURCE.openai.azure.com/"', f'x = "{EMULATOR}/"'),
        ("python", "x = 'https://<your-resource>.openai.azure.com/openai/v1/'", f"x = '{EMULATOR}/openai/v1/'"),
        ("python", 'x = f"https://{name}.openai.azure.com/openai/x"', f'x = f"{EMULATOR}/openai/x"'),
        ("python", 'x = "https://contoso.cognitiveservices.azure.com"', f'x = "{EMULATOR}"'),
        ("python", 'x = "https://<your-endpoint>/a"', f'x = "{EMULATOR}/a"'),
        ("python", 'x = "é" + """https://your-resource-name.services.ai.azure.com"""', f'x = "é" + """{EMULATOR}"""'),
        ("python", 'x = "https://api.example.test/v1"', None),
        ("python", "x = 1 # https://YOUR-RESOURCE.openai.azure.com", None),
        ("powershell", "$x = 'https://YOUR_RESOURCE_NAME.openai.azure.com/'", f"$x = '{EMULATOR}/'"),
        ("powershell", '$x = "https://$name.openai.azure.com/openai/$y"', f'$x = "{EMULATOR}/openai/$y"'),
        ("powershell", '$x = @"\nhttps://é.openai.azure.com\n"@', f'$x = @"\n{EMULATOR}\n"@'),
        ("powershell", "irm https://my-resource.openai.azure.com/a", f"irm {EMULATOR}/a"),
        ("powershell", "$x = 1 # like https://YOUR_RESOURCE_NAME.openai.azure.com/", None),
    ],
)
def test_the_base_of_a_resources_url_becomes_the_emulators(language: Language, text: str, filled: str | None) -> None:
    places = resources_in(text, literals(text, language))
    assert replaced(text, dict.fromkeys(places, EMULATOR)) == (filled or text)


@pytest.mark.parametrize(
    ("language", "text", "filled"),
    [
        ("python", 'a = "KEY"; b = \'KEY\'; c = """KEY"""', 'a = "new"; b = \'new\'; c = """new"""'),
        ("python", 'a = "KEYS"; b = os.environ["KEY_OF"]', None),
        ("powershell", "@{ 'api-key' = 'KEY' }", "@{ 'api-key' = 'new' }"),
        ("powershell", '$a = "KEY" # KEY', '$a = "new" # KEY'),
    ],
)
def test_a_literal_is_replaced_only_as_a_whole(language: Language, text: str, filled: str | None) -> None:
    places = written_in(text, literals(text, language), "KEY")
    assert replaced(text, dict.fromkeys(places, "new")) == (filled or text)


def test_a_placeholder_is_replaced_inside_of_a_literal_too() -> None:
    text = 'a = f"{b}?api-version=<api-version>" # <api-version>'
    places = written_in(text, literals(text, "python"), "<api-version>")
    assert replaced(text, dict.fromkeys(places, "v")) == 'a = f"{b}?api-version=v" # <api-version>'


@pytest.mark.parametrize(
    ("language", "text", "filled"),
    [
        ("python", 'C(api_key="abc", b="c")', 'C(api_key="new", b="c")'),
        ("python", 'h = {"api-key": "abc", "key": "c"}', 'h = {"api-key": "new", "key": "c"}'),
        ("python", 'C(api_key=os.getenv("KEY"))', None),
        ("python", 'C(api_key=f"{abc}")', None),
        ("powershell", "@{ 'api-key' = 'abc' }", "@{ 'api-key' = 'new' }"),
        ("powershell", '$apiKey = "abc"', '$apiKey = "new"'),
        ("powershell", '$api_key = "$abc"', None),
    ],
)
def test_a_literal_that_a_key_is_given_is_one(language: Language, text: str, filled: str | None) -> None:
    places = keys_in(text, literals(text, language))
    assert replaced(text, dict.fromkeys(places, "new")) == (filled or text)


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("YOUR-DEPLOYMENT-NAME-HERE", True),
        ("<your-resource>", True),
        ("YOUR_API_KEY", True),
        ("your-api-key", True),
        ("{your-deployment}", True),
        ("{deployment}", False),
        ("REPLACE_WITH_YOUR_KEY", True),
        ("key-goes-here", True),
        ("xxxxxxxx", True),
        ("...", True),
        ("gpt-35-turbo-0125", False),
        ("2024-02-01", False),
        ("You are a helpful assistant.", False),
        ("", False),
    ],
)
def test_what_is_a_placeholder(text: str, placeholder: bool) -> None:
    assert is_placeholder(text) is placeholder


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AZURE_OPENAI_ENDPOINT", "endpoint"),
        ("ENDPOINT_URL", "endpoint"),
        ("OPENAI_API_BASE", "endpoint"),
        ("AZURE_OAI_KEY", "key"),
        ("AZURE_OPENAI_ENDPOINT_KEY", "key"),
        ("AZURE_OPENAI_DEPLOYMENT_NAME", "deployment"),
        ("BASE_MODEL", "deployment"),
        ("DEPLOYMENT_URL", "endpoint"),
        ("OPENAI_API_VERSION", "version"),
        ("openai_key", "key"),
        ("TEMPERATURE", None),
    ],
)
def test_a_variables_name_tells_what_it_holds(name: str, kind: Kind | None) -> None:
    assert kind_of(name) == kind
