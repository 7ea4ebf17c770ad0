from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from content.duties import board as duties
        from forms import contexts, layouts, publishable
        from forms.fieldtypes import lookups
        from portal import chrome
        from portal.jobs import beats
        from portal.notices.polling import unread_count
        from portal.staffing import leaving
        from workflows import prefill, receivers  # noqa: F401 -- registering and connecting are their whole effect
        from workflows.assigning.showing import board as assigned
        from workflows.dependents import broken_by
        from workflows.desk import board, emergencies, log, measures
        from workflows.desk.duties import coverage
        from workflows.desk.records import ledger
        from workflows.names import names_of_the_case
        from workflows.searching.by_number import CaseLookup
        from workflows.services import count_open_work, hand_over, sweep

        duties.register(assigned)
        lookups.register(CaseLookup())
        contexts.register("case", names_of_the_case)
        publishable.judge_beyond(broken_by)
        petition = "workflows/papers/court_petition.html"
        layouts.registry.register(layouts.Layout("court_petition", _("petition to a court"), filled=petition))

        chrome.register_count("/desk/notices/", unread_count)
        chrome.register_desk_link(chrome.Link(_("Records"), "/desk/records/", "user"), ledger.may_open)
        chrome.register_desk_link(chrome.Link(_("Team board"), "/desk/board/", "building"), board.may_open)
        chrome.register_desk_link(chrome.Link(_("Measures"), "/desk/measures/", "document"), measures.may_open)
        chrome.register_desk_link(chrome.Link(_("Coverage"), "/desk/duties/", "check"), coverage.may_open)
        chrome.register_desk_link(chrome.Link(_("Emergencies"), "/desk/emergencies/", "alert"), emergencies.may_open)
        chrome.register_desk_link(chrome.Link(_("Access log"), "/desk/log/", "eye-off"), log.may_open)
        beats.at_each_beat(sweep)
        leaving.register(
            leaving.Work(
                count=count_open_work,
                hand_over=lambda post, to: hand_over(post, to, by=None),
            )
        )
