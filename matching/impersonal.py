"""Words on whom an employer wants as a person (sex, age, marriage, household, height) are not read at all.

They neither filter nor score: a 男保安 is a 保安, and a title that ends in （限女，18-35岁）says of the work what
it says without it. The check for lawful postings reads the posting itself.
"""

import re

_AGE = r"(?:1[4-9]|[2-6]\d)"
_TO = r"\s*(?:[-－—–~～]+|至|到)\s*"
_YEARS = r"\s*周?岁"
_SIDE = r"(?:[（(]含[)）])?(?:及?以[上下内]|左右)?"
_PREFERRED = r"(?:者?优先(?:考虑)?|均可|皆可|都可以?|都要|也可|不限|即可)"
_SEX = r"男(?:性|士|生|工|同志)?[女、/和或]?|女(?:性|士|生|工|同志)?"
_PERSON = re.compile(
    # 3-6岁 is said of pupils, 60岁以上 of those in care: only ages of applicants, and not where 老人 or 儿童 follow.
    rf"(?:年龄|年纪)?(?:要求)?(?:在|为)?(?<!\d){_AGE}{_YEARS}?{_TO}{_AGE}{_YEARS}{_SIDE}{_PREFERRED}?"
    r"(?!\s*的?(?:儿童|小?孩|幼儿|青少年|老人|长者|学[生员]))"
    rf"|(?:年龄|年纪)[:：]?(?:要求)?(?:在|为)?{_AGE}(?:{_TO}{_AGE})?(?:{_YEARS})?{_SIDE}{_PREFERRED}?"
    rf"|(?<!\d){_AGE}{_YEARS}(?:[（(]含[)）])?(?:及?以[下内])"
    r"|(?:年龄|性别|婚否|户籍|户口|身高)不限|不限(?:年龄|性别|婚否|户籍|户口|身高|男女)"
    r"|(?:[6-9]0|0[05])后(?!厨|勤|台|期|端|道|续|段)"
    r"|(?:仅限?|只限?招?|限招?|限)(?:男|女)(?:性|士|生|工|同志)?"
    rf"|男女(?:性|士|生|工)?{_PREFERRED}?"
    rf"|(?:{_SEX}){_PREFERRED}"
    r"|(?<![一-鿿])(?:男|女)(?:性|士|生|工|同志)?(?![一-鿿])"
    # 男保安, 女客服; not 男装, 女鞋, 女宾部, 男科.
    r"|(?<![一-鿿])(?:急?招聘?|急?聘|诚聘)?[男女](?=[一-鿿]{2})(?![装鞋裤裙包袜士性子生儿科款童表式友神团宾浴工孩王企])"
    r"|(?:限|要求)?[已未]婚(?:[已未]育)?(?:者?优先)?|[已未]婚[已未]?育?(?:均可|皆可|不限)"
    r"|限?(?:本[地市省县]|[深莞广佛]\S)?户[籍口](?:者?优先|不限|均可)|限本[地市省县](?:户[籍口]|人)"
    r"|身高[:：]?(?:要求)?\s*(?:1\d\d(?:\s*(?:cm|CM|厘米|公分))?|1[.米]\d{1,2}米?)"
    rf"(?:{_TO}(?:1\d\d(?:\s*(?:cm|CM|厘米|公分))?|1[.米]\d{{1,2}}米?))?(?:及?以上|左右)?"
)
# Each of these patterns holds one of these; most texts hold none, and need not be searched for all.
_HINT = re.compile(r"[男女岁婚户]|年[龄纪]|性别|身高|限本|[05-9]后")
_EMPTY_BRACKETS = re.compile(r"[（(【\[][\s，,、/;；]*[)）】\]]")


def without_person(text: str) -> str:
    """Leave out what a text says of the applicant as a person.

    Examples
    --------
    >>> without_person("急聘男保安（18-45岁，身高170cm以上）"), without_person("女装导购（3-6岁儿童服装）")
    ('保安', '女装导购（3-6岁儿童服装）')
    >>> without_person("客服（男女不限）")
    '客服'
    """
    return _EMPTY_BRACKETS.sub("", _PERSON.sub("", text) if _HINT.search(text) else text)


def blank_person(text: str) -> str:
    """Put as many spaces in the place of those words, so that what stands behind them keeps its offset.

    Examples
    --------
    >>> blank_person("限男，会PLC")
    '  ，会PLC'
    """
    return _PERSON.sub(lambda found: " " * len(found.group()), text) if _HINT.search(text) else text
