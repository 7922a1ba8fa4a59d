"""Every setting of the code stands in README and .env.example, and nothing else does."""

import re

from pydantic import AliasChoices, SecretStr
from pydantic_settings import BaseSettings

from deploy.local.settings import Settings as LauncherSettings
from frontend.settings import Settings as AppSettings
from gateway.ops.settings import OpsSettings
from gateway.render import GatewaySettings
from services.chat.settings import ChatSettings
from services.dataset.settings import DatasetSettings
from services.prediction.settings import PredictionSettings, WorkerSettings
from tests.places import ROOT

CLASSES: tuple[type[BaseSettings], ...] = (
    LauncherSettings,
    AppSettings,
    GatewaySettings,
    OpsSettings,
    PredictionSettings,
    WorkerSettings,
    DatasetSettings,
    ChatSettings,
)

DIFFER_BY_SERVICE = ("concurrent_rpcs", "call_seconds")


def names(settings: type[BaseSettings], name: str) -> list[str]:
    """The environment variables that a field is read from: several, if it has several aliases."""
    match settings.model_fields[name].validation_alias:
        case AliasChoices(choices=choices):
            return [str(choice) for choice in choices]
        case None:
            return [f"{settings.model_config.get('env_prefix', '')}{name}".upper()]
        case alias:
            return [str(alias)]


def variables() -> set[str]:
    """The environment variables that the settings classes read."""
    return {each for settings in CLASSES for field in settings.model_fields for each in names(settings, field)}


def test_readme_lists_every_setting_and_no_other() -> None:
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(table) == variables()
    assert len(table) == len(set(table))


def test_the_example_lists_every_setting_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", lines, re.MULTILINE)) == variables()


def test_the_defaults_in_readme_are_those_of_the_code() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    stated = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|(]+?) ?(?:\([^|]*)?\|", readme, re.MULTILINE))
    for settings in CLASSES:
        for name, field in settings.model_fields.items():
            for variable in names(settings, name):
                if field.is_required():
                    assert stated[variable] == "required", variable
                elif isinstance(field.default, int | float) and name not in DIFFER_BY_SERVICE:
                    assert stated[variable] == str(field.default), variable
                elif isinstance(field.default, SecretStr):
                    assert not field.default.get_secret_value(), f"{variable} must not have a default in the code"
                    assert stated[variable] == "none", variable
