import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_setting_from_the_environment_is_explained() -> None:
    settings = (ROOT / "src/hexad_web/config/settings.py").read_text()
    read = set(re.findall(r'(?:environ\.get|flag|words)\(\s*"([A-Z_]+)"', settings))
    explained = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/operations.md").read_text(), flags=re.MULTILINE))
    assert read == explained
