import itertools
from pathlib import Path

import pytest

from bot.domain.start_errors import BadSetting
from bot.settings import Settings

ROOT = Path(__file__).parents[1]


def test_without_settings_the_defaults_apply() -> None:
    settings = Settings.of({})
    assert settings.token is None
    assert settings.database == Path("data/understudy.db")
    assert settings.log_level == "INFO"
    assert settings.api_url == "https://discord.com/api/v10"
    assert settings.gateway_url == "wss://gateway.discord.gg"
    assert settings.http_port is None


def test_the_example_file_has_every_setting_with_its_default_and_a_comment(tmp_path: Path) -> None:
    assert Settings.of(dict(_example())) == Settings.of({})
    names = {name for name, _ in _example()}
    used = {line.split('"')[1] for line in _code().splitlines() if 'value("' in line}
    assert names == used
    assert all(comment for _, comment in _example_comments())


def _example() -> list[tuple[str, str]]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return [(name, value) for name, _, value in pairs]


def _example_comments() -> list[tuple[str, str]]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return [
        (line, before.removeprefix("#").strip() if before.startswith("#") else "")
        for before, line in itertools.pairwise(lines)
        if "=" in line and not line.startswith("#")
    ]


def _code() -> str:
    return (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")


def test_the_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = tmp_path / ".env"
    env.write_text("DISCORD_TOKEN=from-the-file\nUNDERSTUDY_LOG_LEVEL=DEBUG\n")
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.setenv("UNDERSTUDY_LOG_LEVEL", "ERROR")
    settings = Settings.read(env)
    assert settings.token == "from-the-file"
    assert settings.log_level == "ERROR"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_TOKEN", "two words"),
        ("DISCORD_TOKEN", "line\nbreak"),
        ("UNDERSTUDY_LOG_LEVEL", "loud"),
        ("DISCORD_API_URL", "discord.com"),
        ("DISCORD_API_URL", "ftp://discord.com"),
        ("DISCORD_API_URL", "http://"),
        ("DISCORD_API_URL", "http://[bad"),
        ("DISCORD_API_URL", "http://host:port"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg"),
        ("UNDERSTUDY_HTTP", "127.0.0.1:8787"),
        ("UNDERSTUDY_HTTP", "70000"),
    ],
)
def test_an_invalid_setting_is_named_without_showing_its_value(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as error:
        Settings.of({name: value})
    assert error.value.name == name
    assert value not in (error.value.name, error.value.needs)
    assert value == "http://" or value not in error.value.needs


def test_the_token_is_not_shown_with_the_settings() -> None:
    assert "hush" not in repr(Settings.of({"DISCORD_TOKEN": "hush"}))


def test_a_missing_token_is_reported_when_it_is_needed() -> None:
    with pytest.raises(BadSetting) as error:
        Settings.of({}).required_token()
    assert error.value.name == "DISCORD_TOKEN"
