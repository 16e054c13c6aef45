"""Normal form, terms and cleaned titles of Chinese (and mixed) text."""

import functools
import re
import unicodedata
from collections.abc import Sequence

import opencc

# opencc's table keeps these older forms, which Hong Kong, Taiwan and old trade names still use.
_OLD_FORMS = str.maketrans({"銲": "焊", "鉋": "刨", "薰": "熏", "粧": "妆", "証": "证", "佈": "布"})

_TERM = re.compile(r"[㐀-䶿一-鿿]+|[a-z]+[+#]+|[^\W\d_㐀-䶿一-鿿]+\d*|\d+[a-z]*|[a-z0-9]+")
_HAN = re.compile(r"[㐀-䶿一-鿿]")


class _Folding(dict[int, str]):
    """Code point → its folded form; filled as characters are met."""

    def __missing__(self, code_point: int) -> str:
        folded = _fold(chr(code_point))
        self[code_point] = folded
        return folded


def _fold(character: str) -> str:
    if character == "\n":
        return character
    folded = unicodedata.normalize("NFKC", character).lower()
    kept = [c if unicodedata.category(c)[0] not in "CZ" else _blank(c) for c in folded]
    return "".join(kept).translate(_OLD_FORMS)


def _blank(character: str) -> str:
    # A tab parts words as a space does; other control, format and unassigned characters are dirt.
    return " " if character == "\t" or unicodedata.category(character) == "Zs" else ""


_FOLDING = _Folding()


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplify(text: str) -> str:
    """Simplified form, character for character (phrases decide, e.g. 乾燥 → 干燥 but 乾隆 stays)."""
    if _HAN.search(text) is None:
        return text
    simplified: str = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    return "".join(c if len(s := _converter().convert(c)) != 1 else s for c in text)


def normalise(text: str) -> str:
    """Fold width, case and traditional characters; drop control characters, keep line ends.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> normalise("ＪＡＶＡ開發\\u200b工程師（電銲）")
    'java开发工程师(电焊)'
    """
    return _simplify(text.translate(_FOLDING))


def normalise_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Normal form and, for each of its characters, the place in the original it came from.

    Parameters
    ----------
    text : str

    Returns
    -------
    normal : str
        The same as ``normalise(text)``.
    offsets : sequence of int, as long as `normal`
        A span ``[i, j)`` of `normal` is ``text[offsets[i]:offsets[j - 1] + 1]``.

    Examples
    --------
    >>> normal, offsets = normalise_with_offsets("㎏、電工證")
    >>> normal
    'kg、电工证'
    >>> i = normal.index("电工"); "㎏、電工證"[offsets[i]:offsets[i + 1] + 1]
    '電工'
    """
    folded = text.translate(_FOLDING)
    if len(folded) == len(text) and "" not in map(_FOLDING.__getitem__, map(ord, text)):
        return _simplify(folded), range(len(folded))
    offsets = [place for place, c in enumerate(text) for _ in _FOLDING[ord(c)]]
    return _simplify(folded), offsets


def has_han(text: str) -> bool:
    """Tell whether a text holds a Han character.

    Examples
    --------
    >>> has_han("C1司机"), has_han("driver")
    (True, False)
    """
    return _HAN.search(text) is not None


def terms(text: str) -> list[str]:
    """Search terms: single Han characters and their bigrams, Latin words and figures whole.

    Parameters
    ----------
    text : str
        Any text; it is normalised first.

    Returns
    -------
    list of str
        In the order of the text, repeated where the text repeats them.

    Examples
    --------
    >>> terms("C++ 电焊工")
    ['c++', '电', '电焊', '焊', '焊工', '工']
    """
    found: list[str] = []
    for run in _TERM.findall(normalise(text)):
        if _HAN.match(run) is None:
            found.append(run)
            continue
        for i, character in enumerate(run):
            found.append(character)
            if i + 1 < len(run):
                found.append(run[i : i + 2])
    return found


_BRACKETS = re.compile(r"[(\[【〔{《<「『][^()\[\]【】〔〕{}《》<>「」『』]*[)\]】〕}》>」』]")
_IN_BRACKETS = re.compile(r"[(\[【〔{《<「『]([^()\[\]【】〔〕{}《》<>「」『』]+)[)\]】〕}》>」』]")
_ORIGINAL_TITLE = re.compile(r"原标题[:：]?\s*《([^》]+)》")
# Recruiting is itself a job: 招聘专员 keeps its first word, "某某公司招聘保安" loses all up to it.
_ADVERT = re.compile(
    r"^.*?(?:招聘|诚聘|急聘|招募|招收|高薪聘请?|聘请|直聘|直招|急招|诚招|(?<!\w)招(?![聘商标生投工引募收]))[:：\s]*"
    r"(?!专员|助理|经理|主管|顾问|主任|总监|实习|文员|负责人|岗|hr|bp)(?=\w)"
)
_BENEFITS = re.compile(
    r"(?:急招|诚聘|急聘|招聘|^招)$|(?:长期|常年|大量|现)?(?:直聘|直招|诚聘|急聘|诚招|急招)(?=\W|$)|^聘(?=\W)|"
    r"[长常]?[白夜晚早中]班(?!长|主任|老师|教师|幼|车)|[两二三四]班[倒制运转]*|倒班(?!电工)|上[五六]休[一二]|(?:无|没有)(?:试用期|任务要求?|责任?)|法定(?:节假日?|休息)"
    r"|(?:有|带|可)(?:宿舍|住房)|宿舍(?=\W|$)|(?:无|有|要求)?(?:相关|工作)?(?:的)?工作经验|(?:节日|员工)福利|全勤奖?|[车话]补|班车接送|直接谈|高提成|(?:固定|每周)?双休|"
    r"(?:包|管|提供|免费|供)(?:吃|住|食|宿|餐|三餐|两餐|一餐|工作餐|中餐|午餐|食宿|住宿|吃住|车辆|培训)+(?:包住|包吃|免费)?"
    r"|[五六七二三四567][险]([一二三四五12两]?[金])?|社保|公积金|缴纳|周末|[双单]休|大小周|[月周]休\w{1,3}天|做[一二三四五六]休[一二三]"
    r"|朝[七八九十]晚[五六七八九十](?:点)?|年终奖|奖金|高薪|待遇(?:优厚|优|好|丰厚)|福利(?:好|多|优)|急+(?=\W|$|[聘招])|无责(?:任)?(?:底薪|保底)?"
    r"|(?:保底|底薪|月薪|日薪|年薪|时薪|薪资|工资|月入|日入)(?:过万|上万|[\d\-~.kw千万元起+]*|面议|高)(?:元)?(?:/[天月时])?"
    r"|提成|可?日结|可?周结|可?月结|餐补|房补|补贴|双薪|\d+薪|可?居家(?:办公)?|可?实习生?|接受(?:应届生?|小白|实习生|新手)|应届(?:毕业)?生?|\d+届"
    r"|[0零无](?:需|基础|门槛)?经验|经验不限|学历不限|男女不限|就近(?:安排|选择|分配)?|时间(?:自由|弹性)|弹性自由|无需(?:坐班|出差|经验)|不用?加班|不倒班"
    r"|工作(?:轻松|稳定|地点?)|可?(?:短期|长期|长短期)|带薪\w{0,2}|免费|优先|数名|若干名?|多名|大量|月[12]?\d[k千万]"
)
_AMOUNT = re.compile(
    r"(?<![a-z])\d+(?:\.\d+)?(?:[kw千万百]|元)?(?:[-~至到]\d+(?:\.\d+)?(?:[kw千万百]|元)?)?\+?"
    r"(?:元?/(?:天|月|时|小时|h|日|年|次|单)|一天|每天|每月|岁(?:以下|以上|内)?|周岁?|[人名位]|元起?|左右|以上|起|点|天|年(?:以上)?|小时|号)"
    r"|(?<![a-z\d])\d+(?:\.\d+)?[kw千万](?:[-~]\d+(?:\.\d+)?[kw千万])?\+?(?![a-z])|(?<![a-z])\d+(?:\.\d+)?[-~]\d+(?:\.\d+)?[kw千万元]?"
    r"|(?<!\d)\d{3,}\+?(?![\da-z])|[a-z]{1,3}\d{4,}"
)
_PARTING = re.compile(r"[\s■-➿⭐\U0001f300-\U0001faff+~/|,，、。;；:：!！?？&*#_\-—–·…=^]+")
_SAYS_SOMETHING = re.compile(r"[㐀-䶿一-鿿]|[^\W\d_]{2}")
_SHARP = re.compile(r"c#|[a-z]\+\+")


def clean_title(title: str) -> str:
    """Title without brackets, benefits, figures and the employer who advertises.

    Parameters
    ----------
    title : str
        A title as a posting writes it.

    Returns
    -------
    str
        What is left, normalised, its parts parted by one space; the whole normalised title where
        nothing would be left.

    Examples
    --------
    >>> clean_title("（4.5K+住宿）急聘叉车工，包吃住+五险一金")
    '叉车工'
    >>> clean_title("蓝天物业有限公司招聘保安")
    '保安'
    >>> clean_title("朝九晚六+双休(投资经理)")
    '投资经理'
    """
    return split_title(title)[0]


# What is longer is no title; some of the patterns below look at every pair of places.
LONGEST_TITLE = 1000


@functools.lru_cache(maxsize=8192)
def split_title(title: str) -> tuple[str, str]:
    """What `clean_title` keeps, and what stands in the title's brackets, cleaned as well.

    Examples
    --------
    >>> split_title("急聘电工（高压证，6000元/月）")
    ('电工', '高压证')
    >>> split_title("（电工）")
    ('电工', '')
    """
    whole = normalise(title[:LONGEST_TITLE]).strip()
    original = _ORIGINAL_TITLE.search(whole)
    if original is not None:
        whole = original.group(1)
    outside = _strip_advert(_BRACKETS.sub(" ", whole))
    inside = _strip_advert(" ".join(_IN_BRACKETS.findall(whole)))
    if _SAYS_SOMETHING.search(outside):
        return outside, inside
    if _SAYS_SOMETHING.search(inside):
        return inside, ""
    return " ".join(whole.split()), ""


def _strip_advert(title: str) -> str:
    for pattern in (_ADVERT, _BENEFITS, _AMOUNT):
        title = pattern.sub(" " if pattern is not _ADVERT else "", title)
    kept = _SHARP.findall(title)  # the signs of c# and c++ are part of the word
    bare = " ".join(_PARTING.sub(" ", title).split())
    for word in kept:
        bare = re.sub(rf"(?<![a-z]){word[0]}(?![a-z#+])", word, bare, count=1)
    return bare
