"""Every kind of field: asked, answered, refused, read back, shown."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from forms.fieldtypes import FieldType, registry
from forms.fieldtypes.checking import check_fields
from forms.fieldtypes.registry import FieldTypeRegistry
from forms.fieldtypes.telephone import read as read_number
from forms.logic.types import AnswerTypes, ValueType
from tests.forms.fieldtypes.asking import answer, form, question, refusal
from tests.forms.logic.schemas import form as schema_of
from tests.forms.logic.schemas import question as part
from tests.forms.logic.schemas import table

CHOICES = [
    {"key": "a", "label": {"zh-hans": "甲", "en": "First"}},
    {"key": "b", "label": {"zh-hans": "乙", "en": "Second"}},
]
NUMBER = "11010519491231002X"


@pytest.mark.parametrize(
    ("asked", "typed", "expected"),
    [
        (question("text"), "\u3000张三\u202e １２ ", "张三 12"),
        (question("text"), "", None),
        (question("long_text"), "一\r\n二，三。", "一\n二，三。"),
        (question("address"), "东溪县柳湾镇１号", "东溪县柳湾镇1号"),
        (question("integer"), "１,２００", 1200),
        (question("integer"), "－3", -3),
        (question("integer"), "0", 0),
        (question("integer"), "", None),
        (question("decimal"), "12.50", "12.5"),
        (question("decimal"), "0", "0"),
        (question("decimal"), "1200", "1200"),
        (question("yes_no"), "yes", True),
        (question("yes_no"), "no", False),
        (question("yes_no"), "", None),
        (question("choice", choices=CHOICES), "b", "b"),
        (question("multiple_choice", choices=CHOICES), ["b", "a"], ["b", "a"]),
        (question("multiple_choice", choices=CHOICES), [], None),
        (question("date"), "2026年11月2日", "2026-11-02"),
        (question("datetime"), "2026-11-02T08:30", "2026-11-02T08:30:00+08:00"),
        (question("datetime"), "2026/11/2 下午3点半", "2026-11-02T15:30:00+08:00"),
        (question("phone"), "+86 138 1234-5678", "13812345678"),
        (question("phone"), "（0571）８８８８６６６６转12", None),
        (question("id_number"), " 110105 19491231 002x ", NUMBER),
        (question("consent"), "on", True),
        (question("consent"), "", None),
    ],
)
def test_what_is_typed_becomes_the_answer_and_goes_back_into_the_field(asked: Any, typed: Any, expected: Any) -> None:
    if asked.type == "phone" and expected is None:
        expected = "0571-88886666-12"
    given = answer(asked, typed)
    assert given == expected
    if given is not None:
        field_type = registry[asked.type]
        field = form(asked).fields["x"]
        initial = field_type.to_initial(given)
        shown = field.prepare_value(initial)
        back = "on" if shown is True else shown
        assert answer(asked, back if isinstance(back, list) else str(back)) == given
        assert not field.has_changed(initial, back if isinstance(back, list | bool) else str(back))


@pytest.mark.parametrize(
    ("asked", "typed", "sentence"),
    [
        (question("text", settings={"least_length": 3}), "ab", "3"),
        (question("text", settings={"most_length": 3}), "abcd", "3"),
        (question("integer"), "many", "Write a number in digits, for example 12."),
        (question("integer"), "1.5", "Write a whole number, without a decimal point."),
        (question("integer", settings={"least": 0, "most": 17}), "18", "Write a number that is at most 17."),
        (question("integer", settings={"least": 0, "most": 17}), "-1", "Write a number that is at least 0."),
        (question("integer"), "9" * 30, "Write a number"),
        (question("decimal"), "1.234", "Write at most 2 digits behind the decimal point."),
        (question("yes_no"), "maybe", "Choose yes or no."),
        (question("choice", choices=CHOICES), "z", "Choose one of the options that are offered now."),
        (question("multiple_choice", choices=CHOICES), ["a", "z"], "Choose only options that are offered now."),
        (question("multiple_choice", choices=CHOICES, settings={"least": 2}), ["a"], "Choose at least 2 options."),
        (question("multiple_choice", choices=CHOICES, settings={"most": 1}), ["a", "b"], "Choose at most 1 option."),
        (question("date"), "2026-02-30", "Write the day like 2026-11-21"),
        (question("date"), "0026-02-03", "Write the day like 2026-11-21"),
        (question("datetime"), "2026-11-21", "Write day and time like"),
        (question("phone"), "1381234567", "Write a mobile number with 11 digits"),
        (question("phone"), "9" * 100, "Write a mobile number with 11 digits"),
        (question("id_number"), NUMBER[:17], "An identity number has 18 characters"),
        (question("id_number"), NUMBER[:17] + "1", "One character is wrong"),
        (question("id_number"), "110105209912310022", "One character is wrong"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(asked: Any, typed: Any, sentence: str) -> None:
    with translation.override("en"):
        assert sentence in refusal(asked, typed)


@pytest.mark.parametrize("kind", [kind for kind in sorted(registry) if not registry[kind].from_server])
@pytest.mark.django_db
def test_every_required_field_says_what_it_needs(kind: str) -> None:
    asked = question(kind, choices=CHOICES if registry[kind].has_choices else [])
    with translation.override("en"):
        assert refusal(asked, {}, required=True) == str(registry[kind].required_message)


@pytest.mark.parametrize("kind", sorted(registry))
@pytest.mark.django_db
def test_every_field_speaks_the_persons_language_and_needs_no_inline_code(kind: str) -> None:
    asked = question(
        kind, choices=CHOICES if registry[kind].has_choices else [], hint={"zh-hans": "提示", "en": "Hint"}
    )
    drawn = form(asked, language="en")
    html = str(drawn["x"])
    assert (drawn["x"].label, drawn["x"].help_text) == ("Label", "Hint")
    assert "style=" not in html
    assert not re.search(r"\son[a-z]+=", html)
    assert "乙" not in html


@pytest.mark.parametrize("kind", sorted(registry))
def test_every_kind_of_field_has_the_whole_contract(kind: str) -> None:
    field_type = registry[kind]
    asked = question(kind, choices=CHOICES if field_type.has_choices else [])
    assert str(field_type.name)
    assert isinstance(field_type.result_type, ValueType)
    assert field_type.json_schema(asked)
    assert field_type.display(None, asked, "en") == ""
    assert field_type.masked(None) == ""


def test_only_the_options_on_offer_are_drawn_and_taken() -> None:
    asked = question("choice", choices=CHOICES)
    offered = asked.choices[:1]
    assert "乙" not in str(form(asked, choices=offered)["x"])
    assert refusal(asked, "b", choices=offered)


def test_few_options_lie_open_many_are_a_list() -> None:
    many = [{"key": f"k{n}", "label": f"选项{n}"} for n in range(13)]
    assert 'type="radio"' in str(form(question("choice", choices=many[:12]))["x"])
    assert "<select" in str(form(question("choice", choices=many))["x"])


def test_hostile_labels_stay_text() -> None:
    hostile = "<script>alert(1)</script>"
    asked = question("multiple_choice", label=hostile, hint=hostile, choices=[{"key": "a", "label": hostile}])
    assert "<script" not in form(asked).as_div()


@pytest.mark.parametrize(
    ("kind", "given", "chinese", "english"),
    [
        ("yes_no", True, "是", "Yes"),
        ("choice", "a", "甲", "First"),
        ("choice", "old", "old", "old"),
        ("multiple_choice", ["a", "b"], "甲、乙", "First, Second"),
        ("date", "2026-11-02", "2026年11月2日", "Nov. 2, 2026"),
        ("datetime", "2026-11-02T00:30:00+00:00", "2026年11月2日 08:30", "Nov. 2, 2026 08:30"),
        ("integer", 0, "0", "0"),
        ("decimal", "12.5", "12.5", "12.5"),
        ("computed", 3, "3", "3"),
        ("computed", "2026-12-13T09:00:00+08:00", "2026-12-13 09:00", "2026-12-13 09:00"),
        ("computed", False, "否", "No"),
        ("text", "张三", "张三", "张三"),
    ],
)
def test_an_answer_is_shown_in_the_readers_language(kind: str, given: Any, chinese: str, english: str) -> None:
    asked = question(kind, choices=CHOICES if registry[kind].has_choices else [])
    shown = [registry[kind].display(given, asked, language) for language in ("zh-hans", "en")]
    assert shown == [chinese, english]


def test_a_unit_stands_behind_its_number() -> None:
    assert registry["integer"].display(3, question("integer", settings={"unit": "天"}), "zh-hans") == "3 天"


def test_what_may_not_be_read_is_masked() -> None:
    assert registry["id_number"].masked(NUMBER) == "110105********002X"
    assert registry["phone"].masked("13812345678") == "138****5678"
    assert registry["phone"].masked("12345") == "••••"
    assert registry["text"].masked("张三") == "••••"
    assert registry["choice"].masked("a") == "••••"


@pytest.mark.parametrize(
    "number", ["110", "12345", "4008123456", "010-12345678", "0571-8888666", "+85212345678", "95588"]
)
def test_telephone_numbers_are_kept_as_they_are_written(number: str) -> None:
    assert read_number(number) == number


@pytest.mark.parametrize("number", ["", "1", "12812345678", "0571", "abc", "138123456789", "+", "0571-888866666"])
def test_what_is_no_telephone_number_is_none(number: str) -> None:
    assert read_number(number) is None


def uploads(*sizes: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.png", b"x" * size) for n, size in enumerate(sizes)]


def test_all_the_files_of_one_input_are_kept() -> None:
    filled = form(question("photos"), {}, files=uploads(1, 2, 3))
    assert filled.is_valid()
    assert [upload.size for upload in filled.cleaned_data["x"]] == [1, 2, 3]


def test_too_many_too_large_and_empty_files_are_refused(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    with translation.override("en"):
        assert "at most 2" in refusal(question("files", settings={"most_files": 2}), {}, files=uploads(1, 1, 1))
        assert "larger than" in refusal(question("files"), {}, files=uploads(1, 11))
        assert "empty" in refusal(question("files"), {}, files=uploads(0))


def test_a_field_for_one_file_takes_one() -> None:
    html = str(form(question("files", settings={"most_files": 1, "accept": ["pdf"]}))["x"])
    assert "multiple" not in html
    assert 'accept=".pdf"' in html


def test_file_answers_are_ids() -> None:
    assert registry["files"].to_answer(["a", "b"]) == ["a", "b"]
    assert registry["files"].to_answer([]) is None


def test_a_signature_is_a_name_and_an_agreement_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 21, 0, 30, tzinfo=UTC))
    signed = answer(question("signature"), {"-name": " 张三 ", "-agreed": "on"})
    assert signed == {"name": "张三", "signed_at": "2026-11-21T08:30:00+08:00"}
    assert registry["signature"].display(signed, question("signature"), "zh-hans") == "张三 (2026年11月21日 08:30)"


@pytest.mark.parametrize(("typed", "word"), [({"-name": "张三"}, "Tick"), ({"-agreed": "on"}, "Type your name")])
def test_half_a_signature_is_none(typed: dict[str, str], word: str) -> None:
    with translation.override("en"):
        assert word in refusal(question("signature"), typed)


def test_a_computed_value_is_shown_and_never_taken() -> None:
    asked = question("computed", computed={"formula": "1"})
    filled = form(asked, "99", required=True)
    assert filled.is_valid()
    assert "<output" in str(filled["x"])
    assert "<input" not in str(filled["x"])


def test_a_key_is_registered_once_and_tells_the_language_its_kind() -> None:
    results = AnswerTypes()
    fresh = FieldTypeRegistry(results)
    kind: type[FieldType] = type(registry["text"])
    fresh.register(kind)
    assert results["text"] is ValueType.TEXT
    with pytest.raises(ValueError, match="twice"):
        fresh.register(kind)


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        (part("a", "hologram"), "a"),
        (part("a", "choice"), "a"),
        (part("a", "choice", choices=[{"key": "x", "label": "1"}, {"key": "x", "label": "2"}]), "a"),
        (part("a", "text", choices=[{"key": "x", "label": "1"}]), "a"),
        (part("a", "text", settings={"least": 1}), "a"),
        (part("a", "text", settings={"most_length": "many"}), "a"),
        (part("a", "text", settings={"least_length": 9, "most_length": 3}), "a"),
        (part("a", "integer", settings={"least": 9, "most": 3}), "a"),
        (part("a", "integer", settings={"least": True}), "a"),
        (part("a", "decimal", settings={"places": 13}), "a"),
        (part("a", "decimal", settings={"most": "x"}), "a"),
        (part("a", "area", settings={"level": "planet"}), "a"),
        (part("a", "organisation", settings={"functions": ["police", "mafia"]}), "a"),
        (part("a", "computed"), "a"),
        (part("a", "text", countable=True), "a"),
        (table("t", part("a", "hologram")), "t.a"),
    ],
)
def test_a_wrong_definition_is_pointed_at(asked: dict[str, Any], place: str) -> None:
    problems = check_fields(schema_of(asked))
    assert [problem.place for problem in problems] == [place]
    assert str(problems[0].sentence)


def test_the_place_of_a_form_is_one_of_its_area_fields() -> None:
    schema = schema_of(
        part("a", "text"), part("where", "area", settings={"level": "village", "least_level": "township"})
    )
    assert check_fields(schema.model_copy(update={"place": "where"})) == []
    assert [problem.place for problem in check_fields(schema.model_copy(update={"place": "a"}))] == ["a"]


def test_decimal_settings_take_fractions() -> None:
    asked = question("decimal", settings={"least": 0.5, "most": "2.5", "places": 1})
    assert answer(asked, "1.5") == "1.5"
    assert refusal(asked, "0.4")
    assert Decimal(answer(asked, "2.5")) == Decimal("2.5")
