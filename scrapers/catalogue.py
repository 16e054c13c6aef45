"""Which sources there are, how each is read, and how far it is verified: for `list` and for docs/sources.md."""

from collections.abc import Mapping

from scrapers.bases.source import SourceSpider
from scrapers.reports import in_words

Sources = Mapping[str, type[SourceSpider]]

_HEAD = ("来源", "发布者", "地区", "读取方式", "核实程度", "状态", "停用原因", "许可")
# What a terminal has room for.
BRIEF = 6
_PREFACE = """# 来源一览

由 `python3 run.py scrapers list --markdown` 生成，测试会核对；来源有增减或改动后请重新生成。怎样添加来源见
[adding-a-source.md](adding-a-source.md)。

**还没有一个可以抓取的真实来源经过核实**。公共机构的来源都没有见过真实网页，全部停用；合作单位、培训机构和带“示例”的来源
都是虚构的。核实程度分三种：

- 已用保存的页面核对：存有该来源的页面，读出的每一条都由人核对过（目前只有随软件提供的示例网站；壹打工网只能试读）。
- 仅依据公开文档：没有见过真实的页面，按公开的格式说明编写。
- 未核实：网址、页面结构或许可还不清楚，`crawl` 不会抓取。
"""


def table(sources: Sources) -> list[tuple[str, ...]]:
    """A heading, and a row for each source."""
    return [_HEAD, *(_row(name, source) for name, source in sources.items())]


def to_markdown(sources: Sources) -> str:
    head, *rows = ([cell.replace("|", "\\|") for cell in row] for row in table(sources))
    lines = [head, ["---"] * len(head), *([f"`{name}`", *rest] for name, *rest in rows)]
    return f"{_PREFACE}\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(name: str, source: type[SourceSpider]) -> tuple[str, ...]:
    state = "已停用" if source.switched_off else source.schedule
    how_far = (source.way, in_words(source.verified), state, source.switched_off)
    return (name, source.publisher, source.region, *how_far, source.permission)
