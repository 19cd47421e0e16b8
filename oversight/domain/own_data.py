"""Everything that is kept about one person, in all partnerships, as tables (GDPR articles 15 and 20).

Follows the register: every model with a link to an account, or an e-mail address, is looked in. What the parties wrote
together (free text) is theirs and stays out, and so do secrets.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Count, Q, Value
from django.utils.text import slugify
from django.utils.translation import gettext as _

from oversight.domain.personal_fields import PERSONAL
from oversight.domain.register import retention_words
from oversight.enums import PersonalCategory
from partnerships.domain.activity import record
from partnerships.domain.trail_words import verb_name
from partnerships.mailbox import same_mailbox
from partnerships.models import (
    Activity,
    Contact,
    Membership,
    Partnership,
    PulseAsk,
    SignatureHandOver,
    TenantModel,
    User,
)
from partnerships.tabular import write_table
from partnerships.tenancy.doors import member_door, sweep_door

MOST = 20_000  # rows of one kind; nobody has them, and a page must never hang on one


@dataclass(frozen=True)
class Section:
    """One kind of row about a person. ``whole`` False: there were more than ``MOST``."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    whole: bool = True


def models_of_persons() -> list[type[models.Model]]:
    """The models of our own that point to an account or hold an address, in a fixed order."""
    names = dict.fromkeys(name.rpartition(".")[0] for name in sorted(PERSONAL))
    found = [apps.get_model(name) for name in names]
    return [model for model in found if model is User or _links(model)]


def own_data(user: User) -> list[Section]:
    """What is kept about this person; a section without rows is there too, so that it can be seen that there is none."""
    return [_section(model, user) for model in models_of_persons()]


def how_much(user: User) -> list[tuple[str, int]]:
    """How many rows of each kind there are, for the page; kinds without rows are left out. One query."""
    found = models_of_persons()
    with sweep_door(*found):
        numbers = counted({str(place): _rows_of(model, user) for place, model in enumerate(found)})
    return [
        (str(model._meta.verbose_name_plural), number)
        for place, model in enumerate(found)
        if (number := numbers[str(place)])
    ]


def counted(named: dict[str, Any]) -> dict[str, int]:
    """How many rows each of these queries has, in one query. Needs a door that opens them all."""
    each = [
        rows.order_by().annotate(of_name=Value(name)).values_list("of_name").annotate(number=Count("pk"))
        for name, rows in named.items()
    ]
    return dict.fromkeys(named, 0) | dict(each[0].union(*each[1:], all=True))


def _links(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The declared fields by which a row is somebody's."""
    return [
        field
        for field in model._meta.local_fields
        if f"{model._meta.label}.{field.name}" in PERSONAL
        and (isinstance(field, models.EmailField) or getattr(field, "related_model", None) in {User, Contact})
    ]


def _rows_of(model: type[models.Model], user: User) -> Any:
    """Needs a door that opens the model and ``Contact``."""
    if model is User:
        return User.objects.filter(pk=user.pk)
    wanted = Q(pk=None)
    for field in _links(model):
        if isinstance(field, models.EmailField):
            wanted |= Q(**{f"{field.name}__mailbox": user.email})
        elif field.related_model is User:
            wanted |= Q(**{field.name: user})
        else:
            mine = Contact.objects.filter(Q(user=user) | Q(email__mailbox=user.email))
            wanted |= Q(**{f"{field.name}__in": mine.values("pk")})
    return model._default_manager.filter(wanted).order_by("pk")


def _shown(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Declared fields, choices (a role, a kind), days, yes and no; no secrets and no shared text."""
    shown = []
    for field in model._meta.local_fields:
        declared = PERSONAL.get(f"{model._meta.label}.{field.name}")
        if declared is not None:
            if not declared.secret and declared.category != PersonalCategory.FREE_TEXT:
                shown.append(field)
        elif field.choices or isinstance(field, models.DateField | models.BooleanField):
            shown.append(field)
    return shown


def _section(model: type[models.Model], user: User) -> Section:
    fields, tenant = _shown(model), issubclass(model, TenantModel)
    header = [str(field.verbose_name) for field in fields]
    header += [str(_("in words"))] if model is Activity else []
    found: list[tuple[int | None, tuple[Any, ...]]] = []
    with sweep_door(model, Contact):
        for row in _rows_of(model, user)[: MOST + 1].iterator(chunk_size=500):
            mine = _is_about(row, user)
            others = _of_others(row, user)
            cells = [
                _cell(row, field, user) if (mine and field.name not in others) or _is_plain(field) else ""
                for field in fields
            ]
            cells += [verb_name(row.verb)] if isinstance(row, Activity) else []
            found.append((row.partnership_id if tenant else None, tuple(cells)))
    name, whole = str(model._meta.verbose_name_plural), len(found) <= MOST
    if not tenant:
        return Section(name, tuple(header), tuple(cells for _key, cells in found[:MOST]), whole)
    names = dict(Partnership.objects.filter(pk__in={key for key, _cells in found}).values_list("pk", "name"))
    rows = tuple((names[key], *cells) for key, cells in found[:MOST] if key is not None)
    return Section(name, (str(_("partnership")), *header), rows, whole)


def _is_about(row: Any, user: User) -> bool:
    """Is the row about this person? Else they only made it, and the names and words in it are another's."""
    if isinstance(row, PulseAsk) and not row.email:  # its address goes when the pulse is closed; the contact stays
        return True
    addresses = [getattr(row, field.attname) for field in _links(type(row)) if isinstance(field, models.EmailField)]
    if addresses:
        return any(same_mailbox(address, user.email) for address in addresses)
    return not isinstance(row, Activity)


def _of_others(row: Any, user: User) -> frozenset[str]:
    """What a row says of the other person, where it names two: who passed a request to sign on, and to whom."""
    if not isinstance(row, SignatureHandOver):
        return frozenset()
    sides = [side for side in ("from", "to") if not same_mailbox(getattr(row, f"{side}_email"), user.email)]
    return frozenset(f"{side}_{what}" for side in sides for what in ("name", "function", "email"))


def _is_plain(field: "models.Field[Any, Any]") -> bool:
    """A choice, a day, or the account itself."""
    return bool(field.choices) or isinstance(field, models.DateField) or field.related_model is User


def _cell(row: Any, field: "models.Field[Any, Any]", user: User) -> Any:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.attname)
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if field.related_model is User:
        return str(user) if value == user.pk else ""  # somebody else's name is not mine to have
    if field.related_model is Contact:
        return _("yes") if value else ""
    return value


def as_zip(user: User, sections: list[Section], *, at: datetime) -> bytes:
    """A zip file: one JSON for machines, a CSV per kind for people, and a page that explains."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {one.name: [dict(zip(one.header, row, strict=True)) for row in one.rows] for one in sections}
        document = {str(_("made at")): at, str(_("about")): user.email, str(_("data")): told}
        archive.writestr("gegevens.json", json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        for one in sections:
            if one.rows:
                archive.writestr(f"{slugify(one.name)}.csv", write_table(one.header, one.rows))
        archive.writestr("leesmij.txt", "\n".join(_explained(sections)))
    return written.getvalue()


def _explained(sections: list[Section]) -> Iterator[str]:
    yield _("What Bondgenoot keeps about you, in all partnerships together.")
    yield _("Not here: what the parties wrote together, data about others, and secrets such as your password.")
    for one in sections:
        if not one.whole:
            yield _("%(name)s: only the first %(most)s. Ask the administrator for the rest.") % {
                "name": one.name, "most": MOST,
            }  # fmt: skip
    yield ""
    for what, how_long, why, _law in retention_words():
        yield f"- {what}: {how_long} ({why})"


@transaction.atomic
def note_download(user: User, *, at: datetime) -> None:
    """Leave a row in the trail of every partnership the person was ever a member of."""
    with sweep_door(Membership):
        keys = sorted(set(Membership.objects.filter(user=user).values_list("partnership_id", flat=True)))
    for key in keys:
        with member_door(key):
            record(key, "downloaded_own_data", by=user, at=at)
