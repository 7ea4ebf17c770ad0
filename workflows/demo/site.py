"""Pages of the demo site: the policy sample, and the mandatory report under /report/mandatory/."""

from pathlib import Path

import content
from content.importing.files import read_text
from content.importing.pages import import_document
from content.policytext.parse import parse
from content.setup import ensure_site
from forms.models import Form, FormPage, ReportIndexPage

SAMPLES = Path(content.__file__).parent / "samples"
REPORT = "mandatory_report"


def ensure_pages() -> None:
    home = ensure_site().home
    for path in sorted(SAMPLES.glob("*.txt")):
        import_document(parse(read_text(path), source=path.name), publish=True)
    index = ReportIndexPage.objects.child_of(home).first() or home.add_child(instance=_index())
    if not FormPage.objects.child_of(index).filter(slug="mandatory").exists():
        index.add_child(instance=_report())


def _index() -> ReportIndexPage:
    return ReportIndexPage(
        slug="report",
        title="报告与求助",
        title_en="Report and ask for help",
        summary="孩子受到伤害或处境危险时，在这里告诉公安机关。",
        summary_en="When a child is hurt or in danger, tell the police here.",
        show_in_menus=True,
    )


def _report() -> FormPage:
    return FormPage(
        slug="mandatory",
        form=Form.objects.get(key=REPORT),
        title="强制报告",
        title_en="Mandatory report",
        summary="学校、医院、村（居）委会等单位和任何人，发现孩子受侵害或处于危险，请立即报告。",
        summary_en="Schools, hospitals, village committees, anybody: report at once a child harmed or in danger.",
        introduction=(
            "大约需要十分钟。每一步都会保存，可以中途离开再回来。您是谁，只有承办民警看得到。\n"
            "提交后会得到一个查询码，凭它随时查看进展。"
        ),
        introduction_en=(
            "It takes about ten minutes. Every step is kept; you may leave and come back. Only the officer in charge "
            "can read who you are.\nIn the end you get a code to follow the report by."
        ),
        audience="负有报告义务的单位和人员，以及每一位知情的人",
        audience_en="Units with the duty to report, and everybody who knows of something",
        thanks="谢谢您为孩子站出来。报告已经送到当地公安机关。",
        thanks_en="Thank you for speaking up. The report is with the police of the place.",
    )
