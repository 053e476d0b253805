"""The header of a query file, and the faults in it."""

from __future__ import annotations

import pytest

from genfilm.errors import BuildFailed
from genfilm.protocol.queryfile import split_header


def test_the_header_is_read_and_the_text_kept_whole():
    text = '#+ summary: {en: "What?", zh: 何？}\n#+ tags: [a, b]\nASK {}\n'
    header, kept = split_header(text, "queries/x.rq")
    assert header == {"summary": {"en": "What?", "zh": "何？"}, "tags": ["a", "b"]}
    assert kept == text


@pytest.mark.parametrize("text", ["", "ASK {}", "# summary: x\nASK {}", "#+ - a\n#+ - b", "#+ only words"])
def test_a_file_without_a_mapping_as_header_is_a_fault(text):
    with pytest.raises(BuildFailed) as caught:
        split_header(text, "queries/x.rq")
    (fault,) = caught.value.faults
    assert (fault.rule, fault.file, fault.line) == ("query-header", "queries/x.rq", 1)
    assert fault.message == "the file has no `#+` header"
    assert fault.remedy


def test_broken_yaml_is_a_fault_at_its_line():
    with pytest.raises(BuildFailed) as caught:
        split_header("# licence\n#+ summary: {en: a, zh: b}\n#+ tags: [a\n#+ chart: none\nASK {}", "x.rq")
    (fault,) = caught.value.faults
    assert fault.file == "x.rq"
    assert fault.line in (3, 4)
    assert "not YAML" in fault.message


def test_a_header_cannot_run_code():
    with pytest.raises(BuildFailed):
        split_header("#+ a: !!python/object/apply:os.system ['true']\nASK {}", "x.rq")
