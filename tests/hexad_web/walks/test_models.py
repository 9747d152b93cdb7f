"""Every model: whose rows they are, which way they point, and who may read the private ones."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from hexad_web.accounts.models import Organisation, OrganisationModel, User

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src/hexad_web"

# Rows that belong to no tenant, or not always to one. Each has its reason; all others are OrganisationModels.
WITHOUT_ORGANISATION = {
    "accounts.Organisation": "it is the tenant",
    "accounts.User": "a login: one person may have roles in several organisations",
    "accounts.SignInLink": "lets in a login, before anybody acts in an organisation",
    "accounts.AuditEntry": "an installation's own acts belong to no tenant; pages filter by organisation",
    "outbox.OutboxMessage": "mails that let in a login belong to no tenant; pages filter by organisation",
    "outbox.WorkerBeat": "one row for the installation",
    "scheduling.ReplyMailbox": "one row for the installation",
}
OTHERS_APPS = {"auth", "contenttypes", "sessions", "account", "django_tasks_database", "django_rq"}

# Models that few may import from their module, with who may and why not more.
PRIVATE_MODELS = {
    "accounts.PrivateText": {"accounts.private_text"},  # one function decrypts, and checks for whom
    "accounts.PrivateSpace": {"accounts.private_text", "formation.models"},  # a group holds its space's key
    "accounts.SignInLink": {"accounts.signing_in", "home.actions"},  # home throws old ones away
    "availability.Source": {"availability", "home.demo"},  # a calendar is its person's; the demo writes invented ones
    "scheduling.SessionFeed": {"scheduling"},  # whose hash it is, opens a person's sessions
    "scheduling.Choice": {"scheduling"},  # a member's words about times, before others have answered
    "challenges.Challenge": {"challenges"},  # what somebody finds hard; others read a copy without a name
    "challenges.Rival": {"challenges"},  # formation is told who is kept apart, and no reason
    "challenges.Vote": {"challenges"},
    "challenges.TopicChoice": {"challenges"},
    "sessions.Card": {"sessions"},
    "sessions.RoomEvent": {"sessions"},
    "sessions.ReleaseConsent": {"sessions"},
    "practice.Plan": {"practice"},
    "practice.Report": {"practice"},
    "practice.JournalEntry": {"practice"},
    "practice.BuddyCheck": {"practice"},
    "practice.FollowUp": {"practice"},
    "evidence.Response": {"evidence"},  # nobody reads a single answer; figures come through disclosure
    "evidence.OwnSheet": {"evidence"},
    "evidence.ObserverSheet": {"evidence"},
    "evidence.Decline": {"evidence"},  # that somebody would rather not be asked about a manager
    "evidence.TiesSheet": {"evidence"},
    "evidence.Tie": {"evidence"},  # who named whom: nobody reads it but who wrote it
    "people.Consent": {"people"},
    "people.Invitation": {"people"},
    "formation.RunInput": {"formation"},
}
# Columns and functions that few may name.
PRIVATE_WORDS = {
    "wrapped_key": {"accounts.models", "accounts.private_text"},
    "ciphertext": {"accounts.models", "accounts.private_text"},
    # The address of a calendar: set by one action, opened by the reader of feeds, left out by the pages that name it.
    "sealed_url": {
        "availability.models",
        "availability.actions.sources",
        "availability.actions.connecting",
        "availability.syncing",
        "availability.queries.engine",
        "availability.queries.pages",
    },
    "unseal": {
        "accounts.private_text",
        "availability.actions.connecting",  # calendars that wait for their owner's choice
        "availability.syncing",
        "people.keeping",
        "evidence.queries.measuring",  # observers' words, for the manager alone
    },
    "payload": {"outbox"},
}


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("hexad_web.")]


def layers() -> list[str]:
    """The stages, upstream last, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(one["layers"] for one in contracts if one.get("containers") == ["hexad_web"])


def stage_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def test_every_row_belongs_to_an_organisation_or_has_a_reason_not_to() -> None:
    without = {model._meta.label for model in own_models() if not issubclass(model, OrganisationModel)}

    assert without == set(WITHOUT_ORGANISATION)
    for model in own_models():
        if issubclass(model, OrganisationModel):
            field = model._meta.get_field("organisation")
            assert isinstance(field, ForeignKey)
            assert (field.related_model, field.null) == (Organisation, False), model


def test_tables_of_other_packages_are_known_and_point_at_logins_only() -> None:
    foreign = [model for model in apps.get_models() if model not in own_models()]
    to_ours = {
        f"{model._meta.label}.{field.name}": field.related_model
        for model in foreign
        for field in pointing(model)
        if field.related_model in own_models()
    }

    assert {model._meta.app_label for model in foreign} <= OTHERS_APPS
    assert to_ours == {"account.EmailAddress.user": User}


def pointing(model: type[Model]) -> list[Field]:  # type: ignore[type-arg]
    return [field for field in model._meta.get_fields() if field.is_relation and field.concrete]  # type: ignore[misc]


def test_rows_point_upstream_also_where_a_name_in_quotes_hides_the_import() -> None:
    order = layers()
    downstream = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"  # type: ignore[union-attr]
        for model in own_models()
        for field in pointing(model)
        if field.related_model in own_models()
        and order.index(stage_of(field.related_model)) < order.index(stage_of(model))  # type: ignore[arg-type]
    ]

    assert not downstream


@dataclass(frozen=True)
class Module:
    name: str  # below hexad_web: "people.views.listing"
    models: set[str]  # imported from an app's models: "people.Person"
    words: set[str]  # attributes, named arguments, strings, and what it defines

    def is_within(self, places: set[str]) -> bool:
        return any(f"{self.name}.".startswith(f"{place}.") for place in places)


def models_in(tree: ast.Module) -> set[str]:
    """Imported by name, or reached through an imported module (``models.Person``)."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (parts := (node.module or "").split("."))[0] == "hexad_web":
            app = parts[1] if len(parts) > 1 else ""
            if parts[2:] == ["models"]:
                found.update(f"{app}.{alias.name}" for alias in node.names)
            elif any(alias.name == "models" for alias in node.names):
                found.update(f"{app}.{word}" for word in words_in(tree))
    return found


def words_in(tree: ast.Module) -> set[str]:
    words: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=word) | ast.FunctionDef(name=word) | ast.Name(id=word):
                words.add(word)
            case ast.keyword(arg=str(word)) | ast.Constant(value=str(word)) | ast.alias(name=word):
                words.update((word, word.partition("__")[0]))
    return words


def read_modules() -> Iterator[Module]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
            tree = ast.parse(path.read_text())
            yield Module(name, models_in(tree), words_in(tree))


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return list(read_modules())


@pytest.mark.parametrize("model", PRIVATE_MODELS)
def test_a_private_model_is_imported_by_its_own_modules_only(model: str, modules: list[Module]) -> None:
    readers = [module for module in modules if model in module.models]

    assert readers, "nobody imports it any more: take it off the list"
    assert [module.name for module in readers if not module.is_within(PRIVATE_MODELS[model])] == []


@pytest.mark.parametrize("word", PRIVATE_WORDS)
def test_a_private_column_is_named_by_its_own_modules_only(word: str, modules: list[Module]) -> None:
    readers = [module for module in modules if word in module.words]

    assert readers, "nothing of this name is left: take it off the list"
    assert [module.name for module in readers if not module.is_within(PRIVATE_WORDS[word])] == []
