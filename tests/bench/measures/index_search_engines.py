"""Peers that are search engines of their own kind: tantivy, PostgreSQL full text, rapidfuzz over titles.

They rank by other rules than ours (BM25, ts_rank, likeness of titles), so that only what they cost is compared.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, LiteralString

import numpy as np
import psycopg
import tantivy
from rapidfuzz import fuzz, process

from tests.bench.measures.index_corpus import TITLE_WORDS, Corpus, Documents, Question
from tests.bench.measures.index_engine import Answer, Engine, K

HEAP = 256 << 20
Document = tuple[int, str, int, int]


class Tantivy(Engine):
    """tantivy: BM25 over words parted by spaces; city and schooling must hold and do not score."""

    name, ranks_like_ours = "tantivy", False

    def __init__(self, folder: Path) -> None:
        self.index = tantivy.Index.open(str(folder))
        self.register(self.index)
        self._schema = self.index.schema
        self._searcher = self.index.searcher()

    @classmethod
    def build(cls, folder: Path, corpus: Corpus) -> None:
        """Write the index of a corpus."""
        folder.mkdir(parents=True)
        text = tantivy.SchemaBuilder().add_text_field("words", tokenizer_name="spaces", index_option="freq")
        for name in ("number", "city", "education"):
            text = text.add_integer_field(name, indexed=True, fast=True)
        index = tantivy.Index(text.build(), path=str(folder))
        cls.register(index)
        writer = index.writer(HEAP)
        for batch in corpus.batches():
            cls.add(writer, as_tuples(batch, corpus))
        writer.commit()
        writer.wait_merging_threads()

    @staticmethod
    def add(writer: tantivy.IndexWriter, documents: Iterable[Document]) -> None:
        """Hand documents to a writer; they count with its next commit."""
        for number, words, city, education in documents:
            writer.add_document(tantivy.Document(number=number, words=words, city=city, education=education))

    @staticmethod
    def register(index: tantivy.Index) -> None:
        """Tell an open index how words are parted."""
        index.register_tokenizer("spaces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    def ready(self, question: Question, *, filtered: bool) -> tantivy.Query:
        schema, query = self._schema, tantivy.Query
        words = [
            (tantivy.Occur.Should, query.term_query(schema, "words", word, index_option="freq"))
            for word in question.words
        ]
        if not filtered:
            return query.boolean_query(words)
        city = query.term_query(schema, "city", question.city)
        schooling = query.range_query(schema, "education", tantivy.FieldType.Integer, upper_bound=question.education)
        must = [(tantivy.Occur.Must, query.const_score_query(one, 0.0)) for one in (city, schooling)]
        return query.boolean_query([(tantivy.Occur.Must, query.boolean_query(words)), *must])

    def best(self, ready: tantivy.Query) -> Answer:
        hits = self._searcher.search(ready, K, count=False).hits
        addresses = [address for _, address in hits]
        return np.array(self._searcher.fast_field_values("number", addresses), dtype=np.int64)


class Postgres(Engine):
    """PostgreSQL full text: GIN over the words, B-tree over city and schooling, ordered by ts_rank."""

    name, ranks_like_ours, every, in_process = "PostgreSQL full text", False, 50, False

    def __init__(self, corpus: Corpus) -> None:
        self._table = f"bench_index_{os.getpid()}"
        self._connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        self._run("CREATE TABLE {} (number int, city int, education int, words tsvector)")
        with self._connection.cursor().copy(f"COPY {self._table} FROM STDIN") as copy:  # type: ignore[arg-type]
            for batch in corpus.batches():
                for number, words, city, education in as_tuples(batch, corpus):
                    copy.write_row((number, city, education, _lexemes(words.split(" "), " ")))
        self._run("CREATE INDEX ON {} USING gin (words)")
        self._run("CREATE INDEX ON {} (city, education)")
        self._run("ANALYZE {}")

    def ready(self, question: Question, *, filtered: bool) -> tuple[str, dict[str, Any]]:
        where = "words @@ %(words)s::tsquery"
        if filtered:
            where += " AND city = %(city)s AND education <= %(education)s"
        ask = f"SELECT number FROM {{}} WHERE {where} ORDER BY ts_rank(words, %(words)s::tsquery) DESC LIMIT {K}"
        words = _lexemes(question.words, " | ")
        return ask, {"words": words, "city": question.city, "education": question.education}

    def best(self, ready: tuple[str, dict[str, Any]]) -> Answer:
        ask, values = ready
        return np.array([row[0] for row in self._run(ask, values)], dtype=np.int64)

    def close(self) -> None:
        self._run("DROP TABLE {}")
        self._connection.close()

    def _run(self, statement: str, values: dict[str, Any] | None = None) -> list[Any]:
        text: LiteralString = statement.format(self._table)  # type: ignore[assignment]
        cursor = self._connection.execute(text, values)
        return cursor.fetchall() if cursor.description else []


class RapidfuzzTitles(Engine):
    """rapidfuzz over titles alone, one by one; the filter picks the titles first."""

    name, ranks_like_ours, every = "rapidfuzz, titles only", False, 20

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._titles = np.array([title for batch in corpus.batches() for title in _titles(batch, corpus)], object)

    def ready(self, question: Question, *, filtered: bool) -> tuple[str, Any]:
        corpus = self._corpus
        rows = (corpus.cities == question.city) & (corpus.educations <= question.education)
        return question.title, np.flatnonzero(rows) if filtered else np.arange(corpus.size)

    def best(self, ready: tuple[str, Any]) -> Answer:
        title, rows = ready
        found = process.extract(title, self._titles[rows].tolist(), scorer=fuzz.ratio, limit=K)
        return rows[[place for _, _, place in found]]


def as_tuples(batch: Documents, corpus: Corpus) -> Iterable[Document]:
    """Number, words, city and schooling of each document."""
    numbers = range(batch.first, batch.first + len(batch))
    columns = batch.cities.tolist(), batch.educations.tolist()
    return zip(numbers, batch.texts(corpus.vocabulary), *columns, strict=True)


def _titles(batch: Documents, corpus: Corpus) -> list[str]:
    starts = batch.ends - np.diff(batch.ends, prepend=0)
    ends = np.minimum(starts + TITLE_WORDS, batch.ends)
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    return ["".join(corpus.vocabulary[batch.words[start:end]]) for start, end in spans]


def _lexemes(words: Iterable[str], between: str) -> str:
    """Words as PostgreSQL reads them without a parser of its own: quoted, whatever they hold."""
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in words)
    return between.join(f"'{word}'" for word in quoted)
