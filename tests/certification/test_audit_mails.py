"""The mails of audit and certificate can be read in both languages, and lead to the right page."""

import pytest
from django.conf import settings
from django.urls import reverse

from certification.domain.certifying import conclude, withdraw_certificate
from certification.enums import Outcome
from partnerships.mail import compose
from partnerships.models import Outbox
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import judge_all
from tests.conftest import NOW, TODAY

TEMPLATES = ["audit_assigned", "audit_decided", "audit_requested", "certificate_issued", "certificate_withdrawn"]


@pytest.mark.feature("F78")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mail_reads_well(park, audit, otto, language):
    with member_door(park):
        judge_all(audit, otto, on=TODAY, at=NOW)
        certificate = conclude(
            audit, outcome=Outcome.POSITIVE, motivation="Zie <verslag> & bijlage", by=otto, on=TODAY, at=NOW
        )
        assert certificate is not None
        withdraw_certificate(certificate, reason="Gestopt", by=otto, on=TODAY, at=NOW)
        mails = list(Outbox.objects.filter(template__in=TEMPLATES).order_by("template"))
        assert sorted({mail.template for mail in mails}) == TEMPLATES
        public = settings.BASE_URL + reverse("certification:certificate", kwargs={"number": certificate.number})
        for mail in mails:
            mail.language = language
            message = compose(mail)
            html = str(message.alternatives[0][0])
            assert message.subject
            assert "{{" not in message.body + html
            if mail.template.startswith("certificate"):
                assert public in message.body
                assert public in html
            if mail.template == "audit_decided":
                assert "Zie <verslag> & bijlage" in message.body
                assert "Zie &lt;verslag&gt; &amp; bijlage" in html
