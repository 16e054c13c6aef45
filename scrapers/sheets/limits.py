"""How much of a foreign file is read, why no more, and what is said where reading ends."""

MIB = 1024 * 1024

# A county's largest job-fair list, a thousand posts with pictures, has some 2 MiB.
LARGEST_FILE = 10 * MIB
# Office documents are zip files: parts of one, and what they inflate to. 256 MiB is a sheet of a million rows.
MEMBERS = 2_000
INFLATED = 256 * MIB
# A document is read in a process of its own: so much address space and processor time, and then it ends.
# One is three times what the largest admitted sheet takes, the other thrice a PDF of all its pages.
MEMORY = 1024 * MIB
SECONDS = 30
# One sheet for each township, town and firm of a county.
SHEETS = 50
TABLES = 200
# A page of a notice; more is a book.
PAGES = 80
# The largest fair of a province lists some 3,000 posts.
ROWS = 5_000
# Wider than any sheet meant for paper; further columns of a sheet are stray formats.
COLUMNS = 60
# A job description; a longer one is cut, as the feed cuts it.
CELL = 5_000
# All words of a document together, so that what a reader hands back fits into memory.
TEXT = 4_000_000
# A header that stands deeper in its table than this is not found: title, issuing office, date, a line or two.
HEADER_WITHIN = 15

REASONS = {
    # The whole file.
    "empty": "文件是空的",
    "too_large": f"文件太大或内容太多，最大 {LARGEST_FILE // MIB} MiB",
    "inflates_too_much": f"压缩文件展开后超过 {INFLATED // MIB} MiB，拒绝读取",
    "unknown_kind": "不是 xlsx、xls、csv、docx、PDF 或网页表格",
    "old_word": "旧版 Word 文件（.doc）读不了，请另存为 .docx",
    "encrypted": "文件有密码，请去掉密码后再试",
    "unsafe_xml": "文件里有 DTD 或实体声明，正常的办公文档没有，拒绝读取",
    "scan": "PDF 里只有图片没有文字（扫描件），请换成可复制文字的 PDF 或 Excel",
    "broken": "文件损坏，打不开",
    "timed_out": f"{SECONDS} 秒内没有读完，拒绝读取",
    # One table.
    "not_vacancies": "表头里没有岗位名称等列，不是岗位表",
    "persons": "是人员名单（有姓名、成绩等列），不读取",
    "hidden": "隐藏的工作表，不读取",
    "too_many_tables": f"表格太多，只读前 {TABLES} 个",
    "too_many_pages": f"页数太多，只读前 {PAGES} 页",
    # One row.
    "above_header": "表头以上的标题或说明",
    "repeated_header": "重复的表头",
    "note": "备注或说明",
    "total": "合计行",
    "no_title": "没有岗位名称",
    "too_many_rows": f"超过一张表 {ROWS} 行的上限",
    # What was read, and should be known.
    "macros_ignored": "文件带宏，只读了单元格，没有运行任何宏",
    "formulas_without_value": "公式没有保存结果，读不到值",
    "formula_text": "以 = + - @ 开头的文字去掉了开头的符号",
    "cells_cut": f"单元格超过 {CELL} 字，截断了",
}


class TableError(Exception):
    """A file of which nothing can be read: `reason` is a key of REASONS, the message says it in Chinese."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(REASONS[reason] + (f"：{detail}" if detail else ""))
        self.reason = reason
