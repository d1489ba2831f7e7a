import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.csv_text import (
    MAX_ROW_CHARACTERS,
    REJECTION_COLUMNS,
    FileRefused,
    Table,
    defuse,
    encode_table,
    is_live,
    read_table,
    refuse_size,
    restore,
    write_table,
)

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("'\"=+-@,;\t\r\n |\uff1d\u2212\ufeff\u200b\xa0"),
        st.characters(codec="utf-8", exclude_characters="\x00"),
    ),
    max_size=12,
)


def read(text: str | bytes, required: tuple[str, ...] = ("a", "b")) -> Table:
    data = text if isinstance(text, bytes) else text.encode()
    return read_table(data, {"a", "b", "c"}, required)


def refusal(data: str | bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        read(data)
    assert str(caught.value) == caught.value.reason
    return caught.value.reason


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_reads_any_order_case_and_line_end(newline: str, mark: str) -> None:
    table = read(mark + newline.join([" B , A", "", "1, x ", " , ", '"2",y']))
    assert table.columns == ("b", "a")
    assert [(row.line, dict(row.values)) for row in table.rows] == [
        (3, {"b": "1", "a": "x "}),
        (5, {"b": "2", "a": "y"}),
    ]
    assert table.faults == ()


def test_line_numbers_count_the_lines_of_the_file() -> None:
    table = read('\na,b\n"one\ntwo","x"\n\n3,4\n')
    assert [row.line for row in table.rows] == [3, 6]
    assert table.rows[0].values["a"] == "one\ntwo"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b",,\n , \n", "empty"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16"),
        ("a,b\n1,2\n".encode("utf-16-be"), "UTF-16"),
        ("a,b\n1,Siân\n".encode("latin-1"), "Latin-1 or Windows-1252 (line 2)"),
        (b"a,b\n1,\x00\n", "NUL"),
        (b"PK\x03\x04" + bytes(range(256)), "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<!DOCTYPE html>", "web page"),
        (b'{"a": 1}', "JSON"),
        ("a,b,A\n1,2,3\n", "twice: a"),
        ("a,b,d\n1,2,3\n", "isn't known: d"),
        ("a,c\n1,2\n", "needed: b"),
        ("a,b,\n1,2,\n", "Column 3 has no name"),
        ("a;b\n1;2\n", "commas"),
        ('a,"b\n1,2\n', "column names"),
    ],
)
def test_a_doubtful_file_is_refused_whole(data: str | bytes, said: str) -> None:
    assert said in refusal(data)


def test_size_is_judged_before_decoding() -> None:
    with pytest.raises(FileRefused, match="too large: 20 MB"):
        refuse_size(200 * 1024 * 1024)
    with pytest.raises(FileRefused, match="too large"):
        read_table(b"\xff" * 2049, {"a"}, {"a"}, max_bytes=2048)
    refuse_size(20 * 1024 * 1024)


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(FileRefused, match="more than 2 rows"):
        read_table(b"a\n1\n2\n3\n", {"a"}, {"a"}, max_rows=2)
    assert len(read_table(b"a\n1\n2\n", {"a"}, {"a"}, max_rows=2).rows) == 2


def test_a_bad_row_is_refused_alone() -> None:
    long = "x" * (MAX_ROW_CHARACTERS + 1)
    table = read(f'a,b\n1,2\n1,2,3\n"open,2\n"q"x,2\n{long},2\n1\n8,9\n')
    assert [row.line for row in table.rows] == [2, 8]
    assert [fault.line for fault in table.faults] == [3, 4, 5, 6, 7]
    assert table.faults[0].reason == "The row has 3 fields; the header has 2."
    assert table.faults[0].cells == ("1", "2", "3")
    assert "quotation mark" in table.faults[1].reason
    assert "longer than" in table.faults[3].reason


def test_an_unclosed_quote_on_the_last_row_is_a_row_fault() -> None:
    table = read('a,b\n1,2\n3,"4')
    assert [row.line for row in table.rows] == [2]
    assert [fault.line for fault in table.faults] == [3]


def test_rows_without_content_after_a_header_are_an_empty_table() -> None:
    assert read("a,b\n,\n\n").rows == ()


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+447700900123", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", "\u200b=1"],
)
def test_formulas_are_defused_and_restored(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"
    assert restore(defuse(cell)) == cell


@pytest.mark.parametrize("cell", ["", "O'Brien", "'tis", "a=b", "07700 900123", "1-2", "''"])
def test_harmless_cells_stay(cell: str) -> None:
    assert defuse(cell) == cell == restore(cell)


def test_a_defused_phone_number_is_read_back() -> None:
    assert read("a,b\n'+447700900123,x\n").rows[0].values["a"] == "+447700900123"


def test_a_file_of_rejected_rows_can_come_back() -> None:
    text = write_table((*REJECTION_COLUMNS, "a", "b"), [("2", "b", "bad", "=x", "+44")])
    table = read(text)
    assert table.columns == ("a", "b")
    assert dict(table.rows[0].values) == {"a": "=x", "b": "+44"}


def test_encoded_tables_carry_a_byte_order_mark() -> None:
    data = encode_table(("a", "b"), [("ŵ", "ŷ")])
    assert data.startswith(b"\xef\xbb\xbf")
    assert read(data).rows[0].values["a"] == "ŵ"


@given(HOSTILE)
@settings(max_examples=200)
def test_restore_undoes_defuse(cell: str) -> None:
    assert restore(defuse(cell)) == cell
    assert not is_live(defuse(cell))


@given(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=6))
@settings(max_examples=200)
def test_written_tables_read_back_and_carry_no_live_formula(rows: list[tuple[str, str]]) -> None:
    text = write_table(("a", "b"), rows)
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")) for cell in row)
    table = read(text)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [(row.values["a"], row.values["b"]) for row in table.rows] == kept
    assert table.faults == ()


@given(st.one_of(st.binary(max_size=200), HOSTILE.map(lambda t: b"a,b\n" + t.encode())))
@settings(max_examples=200)
def test_reading_never_fails_but_by_refusal(data: bytes) -> None:
    try:
        table = read(data)
    except FileRefused:
        return
    lines = [r.line for r in table.rows] + [f.line for f in table.faults]
    assert len(set(lines)) == len(lines)
    assert all(set(row.values) == set(table.columns) for row in table.rows)
