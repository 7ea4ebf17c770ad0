"""Names of those who issued a document together, taken apart."""

import pytest

from content.policytext.issuers import issuers_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("禾川市民政局", ("禾川市民政局",)),
        ("民政部、教育部、公安部", ("民政部", "教育部", "公安部")),
        ("民政部教育部公安部", ("民政部", "教育部", "公安部")),
        ("云山省民政厅云山省教育厅", ("云山省民政厅", "云山省教育厅")),
        ("云山省民政厅　　云山省教育厅", ("云山省民政厅", "云山省教育厅")),
        ("禾川市中级人民法院禾川市人民检察院", ("禾川市中级人民法院", "禾川市人民检察院")),
        ("禾川市民政局\n禾川市教育局；", ("禾川市民政局", "禾川市教育局")),
        ("民 政 部、教 育 部", ("民政部", "教育部")),
        ("禾川市民政局、禾川市民政局", ("禾川市民政局",)),
        ("禾川市民政局（未保办、儿保中心）、禾川市教育局", ("禾川市民政局（未保办、儿保中心）", "禾川市教育局")),
    ],
)
def test_each_issuer_stands_alone_and_once(text, names):
    assert issuers_of(text) == names


@pytest.mark.parametrize(
    "name",
    ["禾川市人民政府办公室", "中共禾川市委办公室", "中共中央组织部", "国家卫生健康委员会办公厅", "共青团禾川市委员会",
     "Ministry of Civil Affairs", "禾川市未成年人保护工作委员会办公室", "云岭州"],
)  # fmt: skip
def test_a_long_name_stays_one(name):
    assert issuers_of(name) == (name,)
