from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from partnerships.models.tenant import TenantModel


class Partnership(models.Model):
    """The tenant: the parties of one or more areas who agreed to make it clean, intact and safe."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    founded_on = models.DateField(_("founded on"))
    founding_key = models.UUIDField(unique=True, null=True, editable=False)  # the same form sent twice founds once
    remind_first_days = models.PositiveSmallIntegerField(
        _("first reminder to sign after"), null=True, blank=True
    )  # days
    remind_every_days = models.PositiveSmallIntegerField(
        _("next reminders to sign every"), null=True, blank=True
    )  # days
    areas = models.ManyToManyField("partnerships.Area", through="partnerships.PartnershipArea", verbose_name=_("areas"))

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["name"]
        default_permissions = ()
        # The acts of the house, as plain words; partnerships/roles.py says which role may do which.
        permissions: ClassVar = [
            ("see_content", "See what the partners share"),
            ("see_progress", "See phase, dates and counts"),
            ("run_process", "Tick tasks, set owners and dates, waive, record meetings"),
            ("manage_parties", "Add parties, contacts and roles, invite"),
            ("name_leader", "Appoint or invite a project leader"),
            ("edit_area", "Change the ground of the partnership"),
            ("send_agreement", "Draft, send and withdraw agreements"),
            ("edit_analysis", "Import figures, answer topics, choose priorities"),
            ("adopt_analysis", "Adopt the analysis"),
            ("edit_plan", "Write plan, objectives and measures"),
            ("approve_for_partner", "Approve on behalf of the own organisation"),
            ("write_for_partner", "Write statements and report on measures of the own organisation"),
            ("adopt_plan", "Adopt the plan"),
            ("request_audit", "Freeze the dossier and request the audit"),
            ("see_mail_log", "See which mails and reminders were sent"),
            ("see_certificate", "See certificate and summary"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("certification:home", kwargs={"partnership": self.slug})


class PartnershipArea(TenantModel):
    """Which ground a partnership covers; several areas may share one certificate."""

    area = models.ForeignKey("partnerships.Area", on_delete=models.PROTECT, related_name="coverage")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, editable=False, related_name="coverage")

    class Meta:
        verbose_name = _("covered area")
        verbose_name_plural = _("covered areas")
        constraints = [models.UniqueConstraint(fields=["partnership", "area"], name="area_once_per_partnership")]

    def __str__(self) -> str:
        return str(self.area)


class PartnershipUserObjectPermission(UserObjectPermissionBase):
    """Guardian's rows with a real foreign key: no orphans, no casts."""

    content_object = models.ForeignKey(Partnership, on_delete=models.CASCADE)


class PartnershipGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Partnership, on_delete=models.CASCADE)
