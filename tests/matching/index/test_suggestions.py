"""Suggestions for what is half typed, typed by sound, or mistyped."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.index.sounds import heard, readings, slots
from matching.index.suggestions import Suggester, Suggestion, common_titles, shipped_suggester
from matching.taxonomy import read_table
from tests.matching.index.board import posting, segment_of

# Invented trades, so that no row of a shipped table makes a case pass.
TRADES = (
    "竹筏艄公",
    "竹筏修补工",
    "灯塔看守员",
    "驯鹰师",
    "风筝裁剪工",
    "糖画师傅",
    "Rust开发员",
    "行吟歌手",
    "榨油坊长工",
)
WEIGHTS = {"竹筏修补工": 5.0}


@pytest.fixture(scope="module")
def trades() -> Suggester:
    return Suggester([(trade, "title") for trade in TRADES], WEIGHTS)


@pytest.fixture(scope="module")
def shipped() -> Suggester:
    return shipped_suggester()


def texts(found: list[Suggestion]) -> list[str]:
    return [one.text for one in found]


def test_what_begins_so_comes_first_and_the_common_before_the_rare(trades: Suggester) -> None:
    assert texts(trades.suggest("竹筏")) == ["竹筏修补工", "竹筏艄公"]
    assert {one.why for one in trades.suggest("竹筏")} == {"prefix"}
    assert texts(trades.suggest("竹筏", 1)) == ["竹筏修补工"]
    assert trades.suggest("竹筏", 0) == []
    assert texts(trades.suggest("竹筏艄公")) == ["竹筏艄公"]


def test_the_text_itself_comes_before_what_begins_so() -> None:
    suggester = Suggester([("潜水员助理", "title"), ("潜水员", "skill")], {"潜水员助理": 9})
    assert texts(suggester.suggest("潜水员")) == ["潜水员", "潜水员助理"]
    assert texts(suggester.suggest("qianshuiyuan")) == ["潜水员", "潜水员助理"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dengta", "灯塔看守员"),
        ("dtksy", "灯塔看守员"),
        ("dengtaks", "灯塔看守员"),
        ("dtakans", "灯塔看守员"),
        ("灯塔ks", "灯塔看守员"),
        ("灯ta看", "灯塔看守员"),
        ("DengTa", "灯塔看守员"),
        ("deng ta", "灯塔看守员"),
        ("deng'ta", "灯塔看守员"),
        ("hangyin", "行吟歌手"),
        ("xyge", "行吟歌手"),
        ("rustkf", "Rust开发员"),
        ("rk", "Rust开发员"),
    ],
)
def test_what_is_typed_by_sound_is_found(trades: Suggester, typed: str, meant: str) -> None:
    assert texts(trades.suggest(typed))[:1] == [meant]


def test_what_needs_fewer_characters_comes_first() -> None:
    suggester = Suggester([("地暗河向导", "title"), ("店小二", "title")], {"地暗河向导": 9})
    assert texts(suggester.suggest("dian")) == ["店小二", "地暗河向导"]


@pytest.mark.parametrize("typed", ["dengto", "tdk", "灯塔x", "gnat"])
def test_what_no_one_would_type_for_it_is_not_found_by_sound(trades: Suggester, typed: str) -> None:
    assert "pinyin" not in {one.why for one in trades.suggest(typed)}


@pytest.mark.parametrize(
    ("typed", "meant", "why"),
    [
        ("登塔看手员", "灯塔看守员", "sound"),
        ("登塔", "灯塔看守员", "sound"),
        ("训英师", "驯鹰师", "sound"),
        ("驯鹰斯", "驯鹰师", "typo"),
        ("风筝载剪工", "风筝裁剪工", "typo"),
        ("风筝剪裁工", "风筝裁剪工", "typo"),
        ("风筝裁剪", "风筝裁剪工", "prefix"),
        ("筝裁剪工", "风筝裁剪工", "typo"),
        ("灯塔塔看守员", "灯塔看守员", "typo"),
        ("Rsut开发员", "Rust开发员", "typo"),
    ],
)
def test_what_is_mistyped_is_found(trades: Suggester, typed: str, meant: str, why: str) -> None:
    assert trades.suggest(typed)[:1] == [Suggestion(meant, "title", why)]  # type: ignore[arg-type]


def test_another_word_is_not_taken_for_a_slip(trades: Suggester) -> None:
    assert trades.suggest("驯马人") == []
    assert trades.suggest("竹子") == []
    assert trades.suggest("月球") == []


def test_the_character_that_was_mistyped_alone_decides_among_equal_sounds() -> None:
    suggester = Suggester([("典礼司仪", "title"), ("电力司仪", "title")], {"典礼司仪": 9})
    assert texts(suggester.suggest("电礼思仪")) == ["典礼司仪", "电力司仪"]
    assert texts(suggester.suggest("电力思仪")) == ["电力司仪", "典礼司仪"]


def test_a_search_that_found_nothing_is_corrected_word_by_word(trades: Suggester) -> None:
    assert trades.did_you_mean("蓝山 登塔看守员") == "蓝山 灯塔看守员"
    assert trades.did_you_mean("xunyingshi") == "驯鹰师"
    assert trades.did_you_mean("灯塔看守员") is None
    assert trades.did_you_mean("") is None
    assert trades.did_you_mean("🚒" * 1_000_000) is None


def test_the_shipped_tables_know_trades_by_sound_and_by_slip(shipped: Suggester) -> None:
    assert "电焊工" in texts(shipped.suggest("dianhan"))
    assert texts(shipped.suggest("dhg"))[0] == "电焊工"
    assert texts(shipped.suggest("电悍工"))[0] == "电焊工"
    assert texts(shipped.suggest("叉车思机"))[0] == "叉车司机"


def test_everyday_words_for_people_are_never_proposed(shipped: Suggester) -> None:
    everyday = [row["title"] for row in read_table("titles") if re.search("师傅|阿姨|小哥", row["title"])]
    assert everyday
    for title in everyday[:50]:
        assert title not in texts(shipped.suggest(title))


def test_titles_of_the_board_are_proposed_most_frequent_first(tmp_path: Path) -> None:
    titles = ["灯塔看守员"] * 5 + ["灯塔清洁工（夜班）"] * 7 + ["灯塔王小明"] * 2 + ["塔吊13800000000"] * 4 + ["a"] * 4
    segment = segment_of(tmp_path, [posting(f"{n:03}", title) for n, title in enumerate(titles)])
    counts = common_titles([(segment, None)])
    assert counts == {"灯塔看守员": 5, "灯塔清洁工": 7, "塔吊": 4}
    live = np.array([not segment.text(row).startswith("灯塔清".encode()) for row in range(segment.rows)], np.uint8)
    assert common_titles([(segment, live)]) == {"灯塔看守员": 5, "塔吊": 4}
    assert sum(common_titles([(segment, None)], sample=10, least=1).values()) <= 10
    found = shipped_suggester(counts).suggest("灯塔")
    assert [(one.text, one.kind) for one in found[:2]] == [("灯塔清洁工", "posting"), ("灯塔看守员", "posting")]


@given(st.text(st.sampled_from("灯塔登dengta 123'\"|\n\t🚒\u200b\\()[]*?^$.+#é߷"), max_size=40) | st.text(max_size=30))
def test_any_text_may_be_typed(trades: Suggester, text: str) -> None:
    found = trades.suggest(text)
    assert len(found) <= 8
    assert len(set(texts(found))) == len(found)


def test_a_megabyte_is_cut_and_syllables_that_repeat_take_no_time(shipped: Suggester) -> None:
    for text in ("焊" * 1_000_000, "a" * 1_000_000, "nanan" * 200_000, "gangan" * 200_000, " " * 1_000_000):
        assert len(shipped.suggest(text)) <= 8


@pytest.mark.parametrize(
    ("text", "limit", "named"), [(None, 8, "text"), (7, 8, "text"), ("电", -1, "limit"), ("电", 1.5, "limit")]
)
def test_a_wrong_question_names_its_part(trades: Suggester, text: object, limit: object, named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}: "):
        trades.suggest(text, limit)  # type: ignore[arg-type]


def test_nothing_to_suggest_from_suggests_nothing() -> None:
    assert Suggester([]).suggest("电") == []
    assert Suggester([("", "title"), (" ", "skill")]).suggest("dian") == []


def test_sounds_that_the_south_does_not_tell_apart_are_alike_only_when_asked_for() -> None:
    assert heard("看守") != heard("看艘")
    for one, other in (("师", "司"), ("赵", "造"), ("船", "窜"), ("焊", "航")):
        assert heard(one) != heard(other)
        assert heard(one, alike=True) == heard(other, alike=True)
    assert slots("行1a") == "行|xing|hang|heng 1a"


def test_the_table_of_sounds_is_that_of_pypinyin() -> None:
    pypinyin = pytest.importorskip("pypinyin", reason="pypinyin is not installed")
    assert len(readings()) == 6763
    for character, syllables in readings().items():
        known = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0]
        assert syllables[0] == known[0]
        assert set(syllables) == set(known[:3])
