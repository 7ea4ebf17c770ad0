"""The sample form on a page of the site, and somebody who looks at it."""

import pytest
from wagtail.models import Page, Site

from forms.models import FormPage, ReportIndexPage
from tests.forms.wizard.browser import Browser


@pytest.fixture
def page(version) -> FormPage:
    root = Page.get_first_root_node()
    home = root.add_child(instance=Page(title="首页", slug="sample-home"))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    index = home.add_child(instance=ReportIndexPage(title="报告", slug="report"))
    return index.add_child(instance=FormPage(title="示例报告", slug="sample", form=version.form))


@pytest.fixture
def browser(page) -> Browser:
    return Browser(page)
