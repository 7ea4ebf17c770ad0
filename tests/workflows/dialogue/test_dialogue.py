"""The office asks, who reported answers by the code, and stays unknown."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms.models import StoredFile
from forms.services import erase_submission
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.effort import services as effort
from portal.notices.models import Notice
from tests.adversary import canaries
from tests.workflows.dialogue.conftest import URL, Reporter, text_of
from workflows import dialogue, events
from workflows.dialogue import LONGEST, MOST_WAITING, cases_with_answers, thread, writing
from workflows.follow import messages
from workflows.models import DialogueMessage
from workflows.rights.erasing import bury

QUESTION, ANSWER = "孩子现在在谁家？", "在姑姑家，我今天看见了。"


def photo(name="合影.jpg"):
    return SimpleUploadedFile(name, canaries.photo(), "image/jpeg")


def page_of(cast, case, who="east_police"):
    client = Client()
    client.force_login(getattr(cast, who))
    client.cookies["django_language"] = "en"
    return client.get(f"/desk/cases/{case.pk}/dialogue/")


def close(case):
    case.closed_at = case.opened_at
    case.save(update_fields=["closed_at"])


def test_a_question_is_read_with_the_code_and_the_answer_stands_in_the_thread(case, cast, reporter, ask):
    ask(QUESTION)
    assert "1 message that you have not read" in text_of(reporter.look())
    assert QUESTION in text_of(reporter.open())
    assert "have not read" not in text_of(reporter.look())
    sent = reporter.write(ANSWER)
    assert "Your message has been sent" in text_of(sent)
    assert [said.text for said in thread(case, by=cast.post("east_police"))] == [QUESTION, ANSWER]


def test_one_s_own_words_are_not_shown_by_the_code(reporter, ask):
    ask()
    reporter.write(ANSWER)
    shown = text_of(reporter.page())
    assert ANSWER not in shown
    assert "What you wrote has arrived" in shown


def test_the_thread_says_nothing_of_who_reported_and_the_day_only(case, cast, reporter):
    reporter.write(ANSWER)
    shown = page_of(cast, case)
    message = DialogueMessage.objects.get()
    assert ANSWER in text_of(shown)
    assert "王老师" not in shown.content.decode()
    assert f"{message.at:%H:%M}" not in text_of(shown).partition(ANSWER)[0].rpartition("Who reported")[2]
    assert message.post is None


def test_photos_come_without_what_the_camera_wrote_and_open_for_who_is_in_charge_only(case, cast, reporter):
    reporter.write("见照片", files=[photo()])
    file = StoredFile.objects.get(field_key__startswith="dialogue:")
    assert file.is_ours
    address = f"/desk/cases/{case.pk}/dialogue/files/{file.pk}/"
    assert address in page_of(cast, case).content.decode()
    for who, status in (("east_police", 200), ("east_civil_affairs", 404), ("west_police", 404)):
        client = Client()
        client.force_login(getattr(cast, who))
        answer = client.get(address)
        assert answer.status_code == status, who
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert canaries.CAMERA.encode() not in body
    assert Access.objects.filter(action="open_file", allowed=True, matter=case.pk).count() == 1


def test_it_is_no_paper_of_the_case_so_those_who_read_papers_do_not_open_it(case, cast, reporter, client, story):
    reporter.write("见照片", files=[photo()])
    file = StoredFile.objects.get(field_key__startswith="dialogue:")
    client.force_login(cast.east_police_leader)
    assert str(file.pk) not in client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert client.get(f"/desk/cases/{case.pk}/files/{file.pk}/").status_code == 404


def test_a_file_that_cannot_be_taken_keeps_nothing_from_being_sent_and_the_office_sees_that_it_is_missing(
    case, cast, reporter
):
    sent = reporter.write(ANSWER, files=[SimpleUploadedFile("a.exe", b"MZ" * 40), photo()])
    assert "a.exe" in text_of(sent)
    shown = text_of(page_of(cast, case))
    assert ANSWER in shown
    assert "1 file was sent, but could not be taken" in shown


def test_files_that_cannot_be_taken_are_not_looked_at_for_ever(reporter, case, monkeypatch):
    """Whoever sends them again and again waits, from whatever address; what was typed stays."""
    monkeypatch.setattr(messages, "UNUSABLE_FREE", effort.Window(2, 6_000_000))
    looked = []
    monkeypatch.setattr(writing.files, "looked_at", lambda upload: looked.append(upload) or refuse())
    for _time in range(4):
        answer = reporter.write("", files=[SimpleUploadedFile("x.jpg", b"no picture")])
    assert answer.status_code == 429
    assert len(looked) == 2
    assert "Very many messages" in text_of(reporter.write("孩子回家了"))


def refuse():
    raise writing.files.NotAccepted("no")


def test_nothing_at_all_is_not_sent(reporter, case):
    assert "Write something first" in text_of(reporter.write(""))
    assert not DialogueMessage.objects.exists()


def test_two_clicks_send_once_on_either_side(case, cast, reporter, client):
    key = uuid4()
    for _click in range(2):
        assert "has been sent" in text_of(reporter.write(ANSWER, key=key))
    client.force_login(cast.east_police)
    for _click in range(2):
        client.post(f"/desk/cases/{case.pk}/dialogue/", {"text": QUESTION, "key": key})
    assert DialogueMessage.objects.from_reporter().count() == 1
    assert DialogueMessage.objects.from_office().count() == 1


@pytest.mark.parametrize("who", ["east_civil_affairs", "east_township", "west_police", "east_teacher", "city_police"])
def test_who_is_not_in_charge_neither_reads_nor_writes(case, cast, reporter, ask, who, client):
    ask()
    reporter.write(ANSWER)
    client.force_login(getattr(cast, who))
    address = f"/desk/cases/{case.pk}/dialogue/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"text": "x", "key": uuid4()}).status_code == 404
    assert DialogueMessage.objects.count() == 2
    with pytest.raises(Refused):
        dialogue.ask(case, "x", by=cast.post(who), key=str(uuid4()))


def test_a_colleague_who_has_not_accepted_it_reads_why_not(story, cast, client):
    case = story.report()
    client.force_login(cast.east_police)
    client.cookies["django_language"] = "en"
    shown = text_of(client.get(f"/desk/cases/{case.pk}/"))
    assert "Only the officer in charge and their leader write to who reported" in shown
    assert client.get(f"/desk/cases/{case.pk}/dialogue/").status_code == 404
    assert page_of(cast, case, "east_police_leader").status_code == 200


def test_whoever_asked_hears_of_the_answer_and_it_is_counted_until_somebody_reads_it(case, cast, reporter, ask):
    ask()
    assert cases_with_answers(cast.east_police) == []
    reporter.write(ANSWER)
    notice = Notice.objects.get(template="reporter_wrote")
    assert notice.user == cast.east_police
    assert ANSWER not in str(notice.words)
    assert cases_with_answers(cast.east_police) == [case]
    assert cases_with_answers(cast.east_civil_affairs) == []
    client = Client()
    client.force_login(cast.east_police)
    client.cookies["django_language"] = "en"
    inbox = client.get("/desk/")
    assert "Reporters wrote 1" in text_of(inbox)
    assert case.number in text_of(client.get("/desk/?show=reporters"))
    page_of(cast, case)
    assert cases_with_answers(cast.east_police) == [case]
    assert "Reporters wrote 1" in text_of(client.get("/desk/"))
    client.post(f"/desk/cases/{case.pk}/dialogue/", {"seen": "1"})
    assert cases_with_answers(cast.east_police) == []
    assert "Reporters wrote" not in text_of(client.get("/desk/"))


def test_before_anybody_has_accepted_it_those_who_could_or_lead_hear_of_it(story, cast):
    story.report()
    Reporter(story.code).write(ANSWER)
    told = {notice.user for notice in Notice.objects.filter(template="reporter_wrote")}
    assert told == {cast.east_police_leader}


def test_a_reporter_with_an_account_hears_of_the_question_and_nobody_learns_who_that_is(story, cast, client):
    case = story.report(by="east_teacher")
    story.accept(case)
    dialogue.ask(case, QUESTION, by=cast.post("east_police"), key=str(uuid4()))
    notice = Notice.objects.get(template="question_for_you")
    assert (notice.user, notice.path) == (cast.east_teacher, "/follow/")
    assert "east_teacher" not in page_of(cast, case).content.decode()


def test_looking_marks_nothing_as_read_and_answering_marks_all(case, cast, reporter, ask):
    reporter.write(ANSWER)
    page_of(cast, case)
    assert DialogueMessage.objects.from_reporter().unread().count() == 1
    ask()
    reporter.page()
    assert not DialogueMessage.objects.from_reporter().unread().exists()
    assert DialogueMessage.objects.from_office().unread().count() == 1
    reporter.write(ANSWER)
    assert not DialogueMessage.objects.from_office().unread().exists()


def test_a_closed_case_says_so_on_both_sides_and_takes_nothing(case, cast, reporter, ask):
    ask()
    close(case)
    assert "This case is closed" in text_of(reporter.page())
    refused = reporter.write(ANSWER)
    assert refused.status_code == 422
    assert "This case is closed" in text_of(refused)
    assert "This case is closed" in text_of(page_of(cast, case))
    with pytest.raises(Refused, match="closed"):
        ask()
    assert DialogueMessage.objects.count() == 1


def test_what_was_typed_stays_when_the_portal_has_forgotten_the_report(case, reporter, story, cast):
    reporter.client.session.flush()
    reporter.client.cookies["django_language"] = "en"
    key = uuid4()
    asked = reporter.write(ANSWER, key=key)
    assert ANSWER in text_of(asked)
    assert "Type the code again" in text_of(asked)
    wrong = reporter.write(ANSWER, key=key, code="7K3M-9XQ2-7K3M-9XQ2-7K3M")
    assert ANSWER in text_of(wrong)
    assert "We know no report with this code" in text_of(wrong)
    assert not DialogueMessage.objects.exists()
    assert "has been sent" in text_of(reporter.write(ANSWER, key=key, code=story.code))
    assert [said.text for said in thread(case, by=cast.post("east_police"))] == [ANSWER]


@pytest.mark.parametrize("text", ["长" * (LONGEST + 1), "a\x00b"])
def test_what_is_refused_stays_in_the_form(reporter, text):
    refused = reporter.write(text)
    assert refused.status_code == 422
    assert text.replace("\x00", "")[:20] in text_of(refused).replace("\x00", "")
    assert not DialogueMessage.objects.exists()


def test_nobody_fills_an_office_s_page_and_reading_makes_room(case, cast, reporter):
    for number in range(MOST_WAITING):
        reporter.write(f"第{number}条")
    refused = reporter.write(ANSWER)
    assert "has not read your last messages yet" in text_of(refused)
    assert ANSWER in text_of(refused)
    dialogue.seen_by_office(case, by=cast.post("east_police"))
    assert "has been sent" in text_of(reporter.write(ANSWER))


def test_a_network_that_sends_very_much_waits_and_loses_no_word(reporter, monkeypatch):
    monkeypatch.setitem(effort.LIMITS, "message", effort.Limit(effort.Window(1, 6_000_000)))
    reporter.write("一")
    refused = reporter.write(ANSWER)
    assert refused.status_code == 429
    assert ANSWER in text_of(refused)
    assert "110" in text_of(refused)


def test_each_reading_is_on_record_of_the_reporter_the_day_only(case, cast, reporter, ask):
    ask()
    reporter.page()
    row = Access.objects.get(action="read_questions")
    assert (row.user, row.address, row.matter) == (None, "", None)
    page_of(cast, case)
    row = Access.objects.get(action="read_dialogue", allowed=True)
    assert (row.user, row.matter) == (cast.east_police, case.pk)


def test_the_broken_twin_a_thread_opened_without_the_log_would_be_seen(case, cast, reporter, monkeypatch):
    reporter.write(ANSWER)
    monkeypatch.setattr("workflows.dialogue.reading.record_reading", lambda *_args, **_more: None)
    thread(case, by=cast.post("east_police"))
    assert not Access.objects.filter(action="read_dialogue").exists()


def test_the_chain_of_the_case_holds_and_tells_no_minute_of_the_reporter(case, cast, reporter, ask, client):
    ask()
    reporter.write(ANSWER)
    case.refresh_from_db()
    assert events.broken_links(case) == []
    client.force_login(cast.east_police)
    shown = client.get(f"/desk/cases/{case.pk}/").context["timeline"]
    assert ":" not in shown[0].when
    assert ":" in shown[1].when


def test_erasing_the_report_takes_words_and_files_of_the_dialogue_with_it(case, cast, reporter, ask):
    ask()
    reporter.write(ANSWER, files=[photo()])
    close(case)
    bury(case.opening_submission, reason="retention")
    assert {bytes(row.sealed_text) for row in DialogueMessage.objects.all()} == {b""}
    assert not StoredFile.objects.filter(field_key__startswith="dialogue:").exists()
    assert thread(case, by=cast.post("east_police")) == []
    assert "erased" in text_of(reporter.page())


def test_also_without_the_register_of_rights_the_key_is_gone(case, cast, reporter):
    reporter.write(ANSWER)
    erase_submission(case.opening_submission, for_statistics=False)
    assert thread(case, by=cast.post("east_police")) == []


def test_who_is_shut_out_reads_nothing_any_more(case, cast, reporter, ask):
    ask()
    reporter.write(ANSWER)
    police = cast.post("east_police").organisation
    case.exclusions.create(organisation=police)
    assert page_of(cast, case).status_code == 404
    assert cases_with_answers(cast.east_police) == []


def test_without_a_looked_up_report_one_is_sent_to_do_that(db, client):
    assert client.get(URL)["Location"] == "/follow/"
