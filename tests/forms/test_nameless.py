"""What a PDF says of who made it does not come along; the document stays what it is."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from forms.intake import admitted
from forms.intake.nameless import nameless

NAMED = {"/Author": "王(小)明 (teacher\\)", "/Title": "我是她姑姑", "/Creator": "WPS 王小明的电脑"}
XMP = b'<?xpacket begin="" id="W5M0"?><dc:creator>Wang Xiaoming</dc:creator><?xpacket end="w"?>'


def document(**more):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_outline_item(title="第一章", page_number=0)
    writer.add_metadata({**NAMED, **more})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_author_title_and_programs_are_gone_and_the_document_opens_with_its_chapters():
    kept, kind = admitted(document())
    reader = PdfReader(io.BytesIO(kept))
    assert kind.ending == "pdf"
    assert len(kept) == len(document())
    assert [str(said).strip() for said in (reader.metadata or {}).values() if str(said).strip("\0 ")] == []
    assert len(reader.pages) == 1
    assert reader.outline[0].title == "第一章"


def test_what_is_written_in_hexadecimal_digits_and_in_packets_is_painted_over_too():
    made = (
        b"%PDF-1.4\n1 0 obj\n<< /Author <FEFF738B5C0F660E> /Pages 2 >>\nendobj\n" + XMP + b"\ntrailer << /Info 1 0 R >>"
    )
    kept = nameless(made)
    assert b"738B" not in kept
    assert b"Wang" not in kept
    assert (len(kept), kept.count(b"/Pages 2 >>")) == (len(made), 1)


@pytest.mark.parametrize("mark", [b"/ByteRange [0 1 2 3]", b"/Encrypt 5 0 R"])
def test_what_is_signed_or_encrypted_is_left_as_it_is(mark):
    made = document() + mark
    assert nameless(made) == made


@given(
    st.lists(
        st.sampled_from(
            [
                b"/Info 1 0 R ",
                b"1 0 obj",
                b"(",
                b")",
                b"\\",
                b"<",
                b">",
                b"endobj",
                b"<?xpacket begin",
                b"?>",
                b"<?xpacket end",
                b"x",
            ]
        ),
        max_size=60,
    )
)
def test_whatever_is_sent_stays_as_long_as_it_was(parts):
    data = b"".join(parts)
    assert len(nameless(data)) == len(data)
