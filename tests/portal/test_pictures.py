"""Pictures are asked of the portal alone, wherever they are kept."""

from urllib.parse import urlsplit

from django.utils.module_loading import import_string

from portal.settings.storage import storages_from_url


def test_no_page_names_the_address_of_a_store():
    open_store = storages_from_url("s3://name:word@store.example:9000/bucket")["default"]
    address = import_string(open_store["BACKEND"])(**open_store["OPTIONS"]).url("images/图 1.png")
    assert urlsplit(address).netloc == ""
    assert address == "/media/images/%E5%9B%BE%201.png"
