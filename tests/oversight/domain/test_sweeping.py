"""Who is reminded of what on a day: a pure question, with the day as argument."""

from dataclasses import replace
from datetime import date, timedelta

from actionplans.models import Measure, Plan
from certification.due_dates import task_dates
from certification.progress import progress_of
from oversight.domain.projecting import refresh_marked
from oversight.domain.sweeping import ReminderWanted, due_reminders
from oversight.models import Due
from partnerships.enums import Role
from partnerships.models import (
    Agreement,
    Contact,
    Cycle,
    Membership,
    Organisation,
    Partner,
    Partnership,
    Signature,
    Task,
    User,
)
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, found, newest_scheme
from tests.oversight.domain.conftest import add_due, add_measure, add_signature


def said(wanted: list[ReminderWanted]) -> list[tuple[str, str, date]]:
    return [(one.subject.partition(":")[0], one.person.email, one.due_on) for one in wanted]


def first_task(park: Partnership):
    with member_door(park):
        return next(one for one in Cycle.objects.get().scheme.tasks if one.remind and not one.optional)


def test_a_task_reminds_who_has_the_role_before_on_and_after_its_day(quiet_park: Partnership) -> None:
    task, due_on = first_task(quiet_park), TODAY + timedelta(days=40)
    with member_door(quiet_park):
        add_due(quiet_park, Due.Kind.TASK, task.id, due_on=due_on, owner_kind=task.by)
    around = [due_on + timedelta(days=offset) for offset in range(-45, 45)]
    days = [day for day in around if [one.due_on for one in due_reminders(on=day)] == [day]]
    assert days == [due_on - timedelta(days=n) for n in task.remind] + [
        due_on + timedelta(days=7 * n) for n in range(5)
    ]
    (wanted,) = due_reminders(on=due_on)
    assert (wanted.person.email, wanted.mail) == ("ann@example.org", "reminder_duties")
    assert wanted.said["title"] == task.name


def test_a_named_party_is_reminded_instead_of_the_role_contact_and_member_once(
    quiet_park: Partnership, bert: User
) -> None:
    task = first_task(quiet_park)
    with member_door(quiet_park):
        cycle, partner = Cycle.objects.get(), Partner.objects.get()
        Task.objects.create(partnership=quiet_park, cycle=cycle, task_id=task.id, owner=partner)
        add_due(quiet_park, Due.Kind.TASK, task.id, due_on=TODAY, owner_kind=partner.kind, partner=partner)
        Contact.objects.create(
            partnership=quiet_park,
            partner=partner,
            name="Bert",
            function="f",
            email="Bert@example.org",
            represents=True,
        )
    assert said(due_reminders(on=TODAY)) == [
        ("task", "bert@example.org", TODAY),
        ("task", "police@example.org", TODAY),
    ]


def test_a_measure_reminds_its_person_else_its_party_and_only_of_an_adopted_plan(quiet_park: Partnership) -> None:
    with member_door(quiet_park):
        contact = Contact.objects.get()
        late = add_measure(quiet_park, "Hekwerk", deadline=TODAY - timedelta(days=1), contact=contact)
        add_due(quiet_park, Due.Kind.MEASURE, f"measure:{late.pk}", due_on=late.deadline)
        early = add_measure(quiet_park, "Camera", deadline=TODAY + timedelta(days=14))
        add_due(quiet_park, Due.Kind.MEASURE, f"measure:{early.pk}", due_on=early.deadline)
    wanted = due_reminders(on=TODAY)
    assert sorted((one.said["title"], one.person.email) for one in wanted) == [
        ("Camera", "bert@example.org"), ("Camera", "police@example.org"), ("Hekwerk", "police@example.org"),
    ]  # fmt: skip
    with member_door(quiet_park):
        Plan.objects.update(adopted_on=None)
    assert due_reminders(on=TODAY) == []


def test_a_signatory_is_reminded_by_link_until_it_was_signed_or_the_link_ended(quiet_park: Partnership) -> None:
    with member_door(quiet_park):
        signature = add_signature(quiet_park, asked_on=NOW)
        ends_on = TODAY + timedelta(days=60)
        add_due(quiet_park, Due.Kind.SIGNATURE, f"signature:{signature.uuid}", due_on=ends_on)
    assert due_reminders(on=TODAY + timedelta(days=4)) == []
    (wanted,) = due_reminders(on=TODAY + timedelta(days=5))
    assert (wanted.person.email, wanted.token_for) == ("chef@example.org", f"sign:{signature.uuid}:{'n' * 32}")
    days = {one.due_on for day in range(62) for one in due_reminders(on=TODAY + timedelta(days=day))}
    assert sorted(days) == [TODAY + timedelta(days=n) for n in range(5, 60, 2)]
    assert due_reminders(on=ends_on) == []
    with member_door(quiet_park):
        Signature.objects.update(signed_at=NOW)
    assert due_reminders(on=TODAY + timedelta(days=5)) == []


def test_a_round_and_a_partnership_have_their_own_rhythm_and_a_turn_that_has_not_come_none(
    quiet_park: Partnership,
) -> None:
    with member_door(quiet_park):
        signature = add_signature(quiet_park, asked_on=NOW)
        add_due(quiet_park, Due.Kind.SIGNATURE, f"signature:{signature.uuid}", due_on=TODAY + timedelta(days=9))
        Partnership.objects.filter(pk=quiet_park.pk).update(remind_first_days=3, remind_every_days=4)

    def days() -> list[int]:
        found = {one.due_on for day in range(18) for one in due_reminders(on=TODAY + timedelta(days=day))}
        return sorted((one - TODAY).days for one in found)

    assert days() == [3, 7, 11, 15]  # also after the last day to sign: the link still works
    with member_door(quiet_park):
        Agreement.objects.update(remind_every_days=5, sign_by=TODAY + timedelta(days=9))
    assert days() == [3, 8, 13]
    (wanted,) = due_reminders(on=TODAY + timedelta(days=8))
    assert wanted.said["sign_by"] == TODAY + timedelta(days=9)
    with member_door(quiet_park):
        Signature.objects.update(turn=2)
    assert days() == []
    with member_door(quiet_park):
        Signature.objects.update(asked_at=NOW + timedelta(days=6))  # its turn came later, and so do the reminders
    assert days() == [9, 14]


def test_the_end_of_a_certificate_reminds_who_leads(quiet_park: Partnership) -> None:
    with member_door(quiet_park):
        add_due(quiet_park, Due.Kind.CERTIFICATE, "certificate:N1", due_on=date(2027, 6, 30))
    days = [
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 30),
        date(2027, 3, 30),
        date(2027, 5, 30),
        date(2027, 6, 30),
    ]
    for day in days:
        assert said(due_reminders(on=day)) == [("certificate", "ann@example.org", day)]
    assert due_reminders(on=date(2027, 7, 14)) == []


def test_a_step_of_the_renewal_reminds_on_its_day(quiet_park: Partnership) -> None:
    with member_door(quiet_park):
        renewal = Cycle.objects.get().scheme.renewal
        assert renewal is not None
        step = renewal.steps[0]
        add_due(quiet_park, Due.Kind.RENEWAL, step.id, due_on=TODAY, owner_kind=Role.PROJECT_LEADER)
    assert due_reminders(on=TODAY - timedelta(days=1)) == []
    assert [one.said["title"] for one in due_reminders(on=TODAY)] == [step.name]


def test_nobody_in_the_role_means_the_project_leader_and_an_ended_membership_is_nobody(
    quiet_park: Partnership, bert: User, ann: User
) -> None:
    with member_door(quiet_park):
        task = next(one for one in Cycle.objects.get().scheme.tasks if not one.optional)
        add_due(quiet_park, Due.Kind.TASK, task.id, due_on=TODAY, owner_kind=task.by)
        Membership.objects.filter(user=ann).update(role=Role.COORDINATOR)
        assert said(due_reminders(on=TODAY)) == [("task", "ann@example.org", TODAY)]
        Membership.objects.filter(user=ann).update(valid_until=TODAY)
    assert due_reminders(on=TODAY) == []


def test_what_is_done_or_of_a_closed_round_reminds_nobody(quiet_park: Partnership) -> None:
    with member_door(quiet_park):
        task = Cycle.objects.get().scheme.tasks[0]
        due = add_due(quiet_park, Due.Kind.TASK, task.id, due_on=TODAY, owner_kind=task.by)
        assert len(due_reminders(on=TODAY)) == 1
        Cycle.objects.update(closed_on=TODAY)
        assert due_reminders(on=TODAY) == []
        Cycle.objects.update(closed_on=None)
        due.done_on = TODAY
        due.save()
    assert due_reminders(on=TODAY) == []


def test_a_done_measure_reminds_nobody_even_before_it_was_projected(quiet_park: Partnership) -> None:
    with member_door(quiet_park):
        measure = add_measure(quiet_park, "Hekwerk", deadline=TODAY + timedelta(days=14))
        add_due(quiet_park, Due.Kind.MEASURE, f"measure:{measure.pk}", due_on=measure.deadline)
        assert due_reminders(on=TODAY) != []
        Measure.objects.update(done_on=TODAY)
    assert due_reminders(on=TODAY) == []


def test_the_number_of_queries_does_not_grow(ann: User, municipality: Organisation, django_assert_num_queries) -> None:
    def add(number: int) -> None:
        for n in range(number):
            park = found(f"Park {number} {n}", ann, municipality, newest_scheme("certificate"))
            with member_door(park):
                task = Cycle.objects.get().scheme.tasks[0]
                add_due(park, Due.Kind.TASK, task.id, due_on=TODAY, owner_kind=task.by)

    add(3)
    with django_assert_num_queries(4):  # and one each where measures or signatures are due
        assert len(due_reminders(on=TODAY)) == 3
    add(27)
    with django_assert_num_queries(4):  # and one each where measures or signatures are due
        assert len(due_reminders(on=TODAY)) == 30


def test_open_tasks_of_phases_not_reached_are_no_duties_yet(park: Partnership) -> None:
    refresh_marked()
    with member_door(park):
        scheme = Cycle.objects.get().scheme
        subjects = set(Due.objects.filter(kind=Due.Kind.TASK).values_list("subject", flat=True))
    assert subjects
    first = scheme.phases[0].id
    assert all(
        scheme.phase_of(subject).id == first or first in scheme.task(subject).may_start_in for subject in subjects
    )


def test_an_optional_task_of_a_phase_that_is_done_is_owed_by_nobody(park: Partnership) -> None:
    with member_door(park):
        live = progress_of(Cycle.objects.get(), on=TODAY)
    open_tasks = [task for task in live.phases[0].tasks if task.definition.optional and task.due_on]
    assert open_tasks
    done = replace(live, phases=(replace(live.phases[0], state="done"), *live.phases[1:]))
    owed = {due.subject for due in task_dates(live, frozenset())} - {
        due.subject for due in task_dates(done, frozenset())
    }
    assert {task.id for task in open_tasks} <= owed
