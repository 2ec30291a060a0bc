"""Subtitles and transcripts go out and come back with every word, mark and second."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.transcription.alignment import align
from archive.transcription.reading import read_transcript
from archive.transcription.srt import from_srt, to_srt
from archive.transcription.webvtt import from_webvtt, to_webvtt
from archive.transcription.whisper_json import from_whisper_json, to_whisper_json
from schemas.errors import InvalidInput
from schemas.transcripts import Author, Segment, Transcript, Word

MACHINE = Author("engine", "whisper-base", "1")
seconds = st.integers(0, 20_000_000).map(lambda thousandths: thousandths / 1000)
# Text as people may type it; a tag of SRT in it would rightly be taken for one.
lines = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60).map(
    lambda text: " ".join(text.replace("{", "").replace("<", "").split())
)


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    start = draw(seconds)
    text = draw(lines.filter(bool))
    doubt = draw(st.sampled_from([None, "low_agreement"]))
    speaker = draw(st.sampled_from([None, "Bà Mận", "A & B"]))
    return Segment(text, start=start, end=start + draw(seconds), kind="speech", doubt=doubt, speaker=speaker)


def told(parts: tuple[Segment, ...]) -> list[tuple[str, float | None, float | None]]:
    return [(part.text, part.start, part.end and round(part.end, 3)) for part in parts]


@given(st.lists(segments(), max_size=5).map(tuple))
def test_subtitles_come_back_as_they_went_out(parts: tuple[Segment, ...]) -> None:
    normal = from_webvtt(to_webvtt(parts))
    assert [(p.speaker, p.doubt) for p in normal] == [(p.speaker, p.doubt) for p in parts]
    assert told(from_webvtt(to_webvtt(normal))) == told(normal)
    assert [p.start for p in normal] == [p.start for p in parts]
    assert told(from_srt(to_srt(normal))) == told(normal)
    assert told(read_transcript(to_srt(normal))) == told(normal) or not parts
    assert told(read_transcript(to_webvtt(normal))) == told(normal)


def test_text_with_marks_of_the_format_is_kept_to_the_letter() -> None:
    parts = (Segment("e66 --> f304 & <c3> «đồi C1»", start=1.5, end=2.25, kind="speech"),)
    assert from_webvtt(to_webvtt(parts)) == parts


def test_hours_have_room_and_thousandths_never_reach_sixty_seconds() -> None:
    (cue,) = from_srt(to_srt([Segment("xa", start=3599.9996, end=360_000.5)]))
    assert (cue.start, cue.end) == (3600.0, 360_000.5)


def test_files_of_other_programs_are_read() -> None:
    foreign = (
        "\ufeffWEBVTT - Phỏng vấn\r\n\r\nSTYLE\r\n::cue { color: lime }\r\n\r\nNOTE chép tay\r\n\r\n"
        "mo dau\r\n00:01.500 --> 00:04.000 align:start position:0%\r\n"
        "<v Ông Khởi>Hồi ấy <i>tôi</i> ở<00:00:02.000> c3 d7 e66,\r\nđóng ở làng Vây.\r\n"
    )
    (cue,) = read_transcript(foreign)
    assert (cue.text, cue.speaker) == ("Hồi ấy tôi ở c3 d7 e66, đóng ở làng Vây.", "Ông Khởi")
    assert (cue.start, cue.end) == (1.5, 4.0)
    (line,) = read_transcript("1\n00:00:01,500 --> 00:00:04,0\n<font color='red'>Mẹ kính yêu</font>\n")
    assert line.text == "Mẹ kính yêu"


@pytest.mark.parametrize(
    "wrong",
    [
        "WEBVTT\n\n00:02 --> 00:03\nxin chào",
        "1\n00:00:05,000 --> 00:00:01,000\nxin chào",
        '{"lines": []}',
        '{"segments": [{"start": 1, "text": "thiếu giờ kết thúc"}]}',
        '{"segments": [',
        '{"segments": [{"start": "x", "end": 2, "text": ""}]}',
    ],
)
def test_a_broken_file_is_refused_with_what_to_mend(wrong: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_transcript(wrong)
    assert caught.value.message("vi") != caught.value.message("en")


def test_a_page_has_no_subtitles() -> None:
    with pytest.raises(InvalidInput):
        to_webvtt([Segment("một dòng", page=1)])


def test_whisper_json_keeps_words_times_and_doubt() -> None:
    words = (Word("làng", 0.9, None, 1.0, 1.3), Word("Vây.", 0.5, None, 1.3, 1.9))
    part = Segment("làng Vây.", 0.7, start=1.0, end=1.9, words=words, kind="speech", doubt="faint_speech")
    data = json.loads(json.dumps(to_whisper_json(Transcript("asset", MACHINE, (part,)))))
    assert data["text"] == " làng Vây."
    (back,) = from_whisper_json(data)
    assert back.words == words
    assert (back.text, back.start, back.end, back.doubt) == (part.text, 1.0, 1.9, "faint_speech")
    assert back.confidence == pytest.approx(0.7)


def test_whisperx_json_is_read_with_speakers_and_words_without_times() -> None:
    data = {
        "segments": [
            {
                "start": 0.5,
                "end": 2.0,
                "text": " Năm 1972",
                "speaker": "SPEAKER_01",
                "words": [{"word": "Năm", "start": 0.5, "end": 0.9, "score": 0.8}, {"word": "1972"}],
            }
        ],
        "word_segments": [],
    }
    (part,) = read_transcript(json.dumps(data))
    assert (part.speaker, part.text) == ("SPEAKER_01", "Năm 1972")
    assert [(word.text, word.start) for word in part.words] == [("Năm", 0.5), ("1972", None)]


def heard(text: str, start: float = 10.0, pace: float = 0.4) -> Segment:
    words = tuple(
        Word(w, 0.8, None, start + at * pace, start + (at + 1) * pace) for at, w in enumerate(text.split())
    )
    return Segment(text, start=words[0].start, end=words[-1].end, words=words, kind="speech")


def test_a_typed_text_gets_the_times_of_the_sound_and_stays_as_typed() -> None:
    typed = read_transcript("Chúng tôi vượt sông Thạch Hãn,\nrồi về làng Vây trong đêm.")
    machine = [heard("chúng tôi vượt xong thạch hán rồi về nàng dây trong đêm")]
    first, second = align(typed, machine)
    assert (first.text, second.text) == ("Chúng tôi vượt sông Thạch Hãn,", "rồi về làng Vây trong đêm.")
    assert first.start == pytest.approx(10.0)
    assert first.end == pytest.approx(12.4, abs=0.05)
    assert second.start == pytest.approx(12.4, abs=0.05)
    assert second.words[3].text == "Vây" and second.words[3].start == pytest.approx(13.6, abs=0.1)


def test_a_text_of_another_recording_gets_no_times() -> None:
    typed = read_transcript("Kính gửi ban chỉ huy quân sự xã")
    (line,) = align(typed, [heard("hôm nay trời đẹp quá các bác ạ")])
    assert line.start is None
    assert all(word.start is None for word in line.words)


@given(st.lists(lines, max_size=4), st.lists(lines.filter(bool), max_size=4))
def test_alignment_never_loses_or_reorders_a_word(typed: list[str], spoken: list[str]) -> None:
    parts = tuple(Segment(text, kind="speech") for text in typed)
    made = align(parts, [heard(text, start=100.0 * at) for at, text in enumerate(spoken)])
    assert [part.text for part in made] == typed
    assert [word.text for part in made for word in part.words] == [w for text in typed for w in text.split()]
    starts = [word.start for part in made for word in part.words if word.start is not None]
    assert starts == sorted(starts)
