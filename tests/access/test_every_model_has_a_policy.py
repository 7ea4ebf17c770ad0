"""Every table says who may read its rows. A new model fails here until somebody has written down its policy."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

FLOORS = ("portal", "content", "forms", "workflows")

# Read by people, row by row: `Model.objects.visible_to(user)` decides, in SQL.
VISIBLE_TO = {
    "access.Access": "the log auditor all, others what they did themselves",
    "access.EmergencyAccess": "the auditor all, others their own and what they were told of as supervisors",
    "accounts.SignedIn": "one's own devices",
    "forms.Record": "by the rows of its register: role, place or the office it names (forms.records.policies)",
    "notices.Notice": "one's own notices",
    "obligations.Owed": "who owes it, on records they see; for nobody's the portal office; counts for who oversees",
    "workflows.Case": "parties, substitutes, emergencies; never whom the conflict rule shuts out",
    "workflows.Task": "the organisation's tasks, and nobody's for the portal office; never whom the rule shuts out",
}
# Reached through its owner only, whose policy has been asked before.
THROUGH_OWNER = {
    "forms.Correction": "through its submission, like the answer it is of (forms.reading.opened)",
    "forms.Draft": "who holds its token, or the post of the task it belongs to (find_task)",
    "forms.Presence": "through its joint draft: who of the offices that fill in together is there now",
    "forms.RecordEntry": "through its record, and the case of its paper",
    "forms.RecordMark": "the portal only: keyed digests",
    "forms.RecordParty": "through its record: which office it names",
    "forms.SectionSignature": "through its joint draft, by the offices that fill in together, then its submission",
    "forms.Submission": "through its case and `readable`, or by its receipt code, which shows the stage only",
    "forms.ReporterIdentity": "through its submission, `readable` with reporter, for a reason",
    "forms.StoredFile": "through its submission's case and the sensitivity of its field, or through its draft",
    "letters.PrintedLetter": "through its effect run: which version it printed from",
    "notices.Channel": "who keeps channels; address and secret are shown to nobody",
    "notices.Delivery": "who keeps channels: when something was sent, and what stood in the way",
    "notices.NoticeChoice": "the person whose it is; the number is shown to nobody",
    "obligations.ComingOfAge": "the sweeper only: a digest of the day on which somebody comes of age",
    "obligations.Round": "the sweeper only: how far it has come",
    "workflows.AssignedDuty": "through its case (`visible_to`); that there is one, for who may assign the duty",
    "workflows.CaseMove": "who may publish workflows: versions, states and counts",
    "workflows.MovedCase": "who may publish workflows: the number of a case and its states",
    "workflows.TaskDeadline": "through its task",
    "workflows.ClimbedRung": "through its task: that a reminder was sent",
    "workflows.CaseExclusion": "through its case, for who may read sensitive answers of the report",
    "workflows.LiftedExclusion": "through its case, for who may read sensitive answers and for the level that set it",
    "workflows.CaseParty": "through its case",
    "workflows.CaseMerge": "through its cases",
    "workflows.CaseRest": "through its case",
    "workflows.CaseSubmission": "through its case",
    "workflows.DialogueMessage": "through its case, for who may talk to the reporter; the office's own by receipt code",
    "workflows.EffectRun": "through its case",
    "workflows.CaseLink": "through both its cases: workflows.desk.links shows what the reader sees of the other",
    "workflows.Extract": "the post that asked for it (`objects.of(post)`), which may take it once",
    "workflows.SavedFilter": "the post that keeps it",
    "workflows.WatchedCase": "the post that watches, and through its case (`visible_to`)",
    "workflows.Event": "through its case; times and names by `timeline`",
    "workflows.ReporterMessage": "through its submission's receipt code",
    "accounts.PasswordRecord": "the portal only, when its owner changes the password",
    "accounts.SecondFactor": "the portal only, when its owner signs in",
    "accounts.RecoveryCode": "shown once to its owner when made; kept as digests",
    "directory.Absence": "who may arrange it (portal.staffing.policies), and both posts",
    "rights.DataRequest": "civil affairs leaders in charge of the place (`in_area_of`), each reading logged",
    "rights.Match": "through its request",
    "rights.Restriction": "who oversees the place, by number (`in_area_of`)",
    "rights.Export": "through its request",
    "rights.CorrectionProposal": "civil affairs leaders and second persons of the place (`in_area_of`), on record",
    "rights.ErasureProposal": "civil affairs leaders in charge of the place (`in_area_of`)",
    "rights.Hold": "civil affairs leaders in charge of the place (`in_area_of`)",
    "rights.RunningOut": "through its case, counts and days only",
}
# Holds nothing about a child, a reporter or a private life: who works where is public to staff.
NOTHING_OF_PEOPLE = {
    "access.LogEnd": "a number and a digest",
    "calendar.CalendarYear": "holidays", "calendar.OpeningTimes": "office hours", "calendar.SpecialDay": "holidays",
    "content.HomePage": "published", "content.Hotline": "published", "content.HotlinePage": "published",
    "workflows.CasePage": "visible with its case",
    "content.ActivityIndexPage": "published", "content.ActivityPage": "published",
    "content.ExplanationPage": "published",
    "content.NumberSeries": "the admin's permissions", "content.DocumentNumber": "the admin's permissions",
    "content.OpinionTask": "Wagtail's workflows", "content.CountersignTask": "Wagtail's workflows",
    "content.SigningTask": "Wagtail's workflows", "content.DisclosureTask": "Wagtail's workflows",
    "content.ConsultationTask": "Wagtail's workflows",
    "content.Countersignature": "with its task",
    "content.PolicyAttachment": "published with its page", "content.PolicyRelation": "published with its page",
    "content.PolicyIssuer": "published with its page",
    "content.PolicyIndexPage": "published", "content.PolicyPage": "published", "content.SearchEntry": "published pages",
    "content.StandardPage": "published", "content.PolicyUnit": "published with its page",
    "content.UnitIndexPage": "published", "content.UnitPage": "published",
    "content.ServiceGuideIndexPage": "published", "content.ServiceGuidePage": "published",
    "content.QuestionIndexPage": "published", "content.QuestionPage": "published",
    "content.LawCaseIndexPage": "published", "content.LawCasePage": "published, nobody in it recognised",
    "content.ModelCaseIndexPage": "published", "content.ModelCasePage": "published, nobody in it recognised",
    "content.StationIndexPage": "published", "content.StationPage": "published",
    "directory.Area": "places", "directory.AreaFormerName": "places", "directory.AreaSuccession": "places",
    "directory.Duty": "who answers for what", "directory.Organisation": "authorities",
    "directory.OrganisationFormerName": "authorities", "directory.OrganisationSuccession": "authorities",
    "directory.Post": "who works where; administrators of people change it",
    "directory.User": "accounts of staff; administrators of people change them",
    "forms.Form": "definitions", "forms.FormVersion": "definitions", "forms.FormPage": "published",
    "forms.OptionList": "definitions", "forms.SharedGroup": "definitions", "forms.SharedGroupVersion": "definitions",
    "forms.ReportIndexPage": "published", "forms.NumberSeries": "the last number given",
    "jobs.Job": "ids only", "jobs.Worker": "names of processes",
    "privacy.DataKey": "wrapped keys", "privacy.IndexKey": "wrapped keys",
    "privacy.BlindToken": "keyed digests; searched through its submissions, never shown",
    "rights.Tombstone": "that something was erased, by number",
    "letters.Letter": "definitions", "letters.LetterVersion": "definitions",
    "obligations.Obligation": "definitions", "obligations.ObligationVersion": "definitions",
    "workflows.Workflow": "definitions", "workflows.WorkflowVersion": "definitions",
}  # fmt: skip


def label(model):
    """As the floor calls it: the app of the forms has another label than its package."""
    return model._meta.label.replace("portal_forms.", "forms.")


def ours():
    return {label(model): model for model in apps.get_models() if model.__module__.split(".")[0] in FLOORS}


def stated():
    return {**VISIBLE_TO, **THROUGH_OWNER, **NOTHING_OF_PEOPLE}


def test_every_model_has_a_stated_policy():
    assert set(ours()) - set(stated()) == set()


def test_no_policy_is_stated_of_a_model_that_is_gone():
    assert set(stated()) - set(ours()) == set()


def test_no_model_is_stated_twice():
    assert len(stated()) == len(VISIBLE_TO) + len(THROUGH_OWNER) + len(NOTHING_OF_PEOPLE)


def test_whoever_has_visible_to_is_stated_so():
    having = {name for name, model in ours().items() if hasattr(model._default_manager.all(), "visible_to")}
    assert having == set(VISIBLE_TO)


@pytest.mark.parametrize("name", VISIBLE_TO)
def test_who_is_not_signed_in_or_holds_no_post_sees_no_row(name, story, cast, run_jobs):
    story.notify(story.report())
    run_jobs("workflows.effect")
    manager = ours()[name]._default_manager
    nobody = cast.east_teacher
    nobody.posts.all().delete()
    if name not in ("notices.Notice", "accounts.SignedIn"):
        assert not manager.visible_to(AnonymousUser()).exists()
    assert not manager.visible_to(nobody).exists()


def test_the_broken_twin_a_model_nobody_stated_would_be_seen(monkeypatch):
    monkeypatch.delitem(THROUGH_OWNER, "workflows.CaseParty")
    assert set(ours()) - set(stated()) == {"workflows.CaseParty"}
