"""One page for all topics of the scheme (F38)."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from assessments.domain.topics import Answer, TopicLine
from assessments.models import TopicAnswer
from partnerships.forms.free_text import FreeText

NOT_APPLICABLE = "na"


class TopicsForm(forms.Form):
    """A score and a remark for each topic. A topic without a score is not answered yet, which is allowed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the latest answer when the page was opened

    def __init__(self, *args: Any, lines: list[TopicLine], **kwargs: Any) -> None:
        latest = max((line.answer.answered_at for line in lines if line.answer), default=None)
        kwargs["initial"] = {"seen": latest.isoformat() if latest else "", **_initial(lines)}
        super().__init__(*args, **kwargs)
        self.lines = lines
        scores = TopicAnswer._meta.get_field("score").choices
        for line in lines:
            self.fields[f"{line.topic.id}-score"] = forms.ChoiceField(
                label=str(line.topic.name),
                help_text=escape(str(line.topic.hint)),
                choices=[
                    *((str(score), words) for score, words in scores or ()),
                    (NOT_APPLICABLE, _("Does not apply")),
                ],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"{line.topic.id}-remark"] = FreeText(
                label=_("Remark"), rows=2, max_length=4000, required=False
            )

    def required_pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The two fields of each topic that must be answered."""
        return self._pairs(required=True)

    def extra_pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The two fields of each topic one may add."""
        return self._pairs(required=False)

    def _pairs(self, *, required: bool) -> list[tuple[BoundField, BoundField]]:
        ids = [line.topic.id for line in self.lines if line.topic.required is required]
        return [(self[f"{topic_id}-score"], self[f"{topic_id}-remark"]) for topic_id in ids]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for line in self.lines:
            score = cleaned.get(f"{line.topic.id}-score", "")
            remark = (cleaned.get(f"{line.topic.id}-remark") or "").strip()
            if score == NOT_APPLICABLE and not remark:
                self.add_error(f"{line.topic.id}-remark", _("Say in the remark why this does not apply here."))
            if not score and (remark or line.answer) and f"{line.topic.id}-score" not in self.errors:
                self.add_error(f"{line.topic.id}-score", _("Choose how it is, or say that it does not apply here."))
        return cleaned

    def seen_at(self) -> datetime | None:
        """The moment of the latest answer this page knew. None when it knew none or the field was tampered with."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data.get("seen") or "")
        except ValueError:
            return None
        return moment if moment.tzinfo else None

    def answers(self) -> dict[str, Answer]:
        """What was filled in, by topic."""
        found = {}
        for line in self.lines:
            score = self.cleaned_data[f"{line.topic.id}-score"]
            remark = self.cleaned_data[f"{line.topic.id}-remark"].strip()
            if score == NOT_APPLICABLE:
                found[line.topic.id] = Answer(not_applicable=True, remark=remark)
            elif score:
                found[line.topic.id] = Answer(score=int(score), remark=remark)
        return found


def _initial(lines: list[TopicLine]) -> dict[str, str]:
    initial = {}
    for line in lines:
        if line.answer:
            initial[f"{line.topic.id}-score"] = NOT_APPLICABLE if line.answer.not_applicable else str(line.answer.score)
            initial[f"{line.topic.id}-remark"] = line.answer.remark
    return initial
