"""What WeasyPrint's PDF/A-3 lacks: that it is PDF/UA-1, too, and attachments that are the same each time."""

from datetime import UTC, datetime
from types import MethodType
from typing import Any

# ISO 14289-1, clause 5. PDF/A does not know these names, so the document has to explain them (ISO 19005-3, 6.6.2.3).
_IDENTIFICATION = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def accessible(metadata: Any) -> None:
    """Makes these metadata of a document say that it is PDF/UA-1."""
    described = metadata.generate_rdf_metadata

    def describe(self: Any, *args: Any) -> bytes:
        before, end, after = bytes(described(*args)).rpartition(_END)
        return before + _IDENTIFICATION + end + after

    metadata.generate_rdf_metadata = MethodType(describe, metadata)


def steady(metadata: Any) -> None:
    """Attachments named after their titles, as data of the document, without the moment of printing."""
    for attachment in metadata.attachments:
        attachment.name = attachment.description
        attachment.relationship = "Data"
        attachment.created = attachment.modified = datetime(1970, 1, 1, tzinfo=UTC)
