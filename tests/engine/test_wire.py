"""Frames between a server process and its evaluators: whole, bounded, and read in linear time."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from genfilm.engine import wire


@pytest.mark.parametrize("size", [1, 4, 7, 1000])
def test_frames_come_whole_however_their_bytes_are_cut(size: int):
    sent = [(wire.DATA, b"a" * 10), (wire.DATA, b""), (wire.END, b"{}\nrest"), (wire.FAULT, b"{}")]
    data = b"".join(wire.frame(kind, payload) for kind, payload in sent)
    frames = wire.Frames()
    found = [each for at in range(0, len(data), size) for each in frames.feed(data[at : at + size])]
    assert found == sent


def test_a_piece_of_a_result_is_bounded_however_much_is_written_at_once():
    ours, theirs = socket.socketpair()
    result = bytes(range(256)) * (3 << 12)
    frames, received = wire.Frames(), list[tuple[bytes, bytes]]()

    def read() -> None:
        while data := ours.recv(wire.CHUNK):
            received.extend(frames.feed(data))

    reader = threading.Thread(target=read)
    reader.start()
    with theirs:
        pieces = wire.Pieces(theirs)
        out = pieces.buffered()
        out.write(result)
        out.flush()
        theirs.sendall(wire.end_frame({}, pieces.rest))
    reader.join()
    ours.close()
    *data, (kind, end) = received
    assert {each for each, _ in data} == {wire.DATA}
    assert kind == wire.END
    assert b"".join([*(payload for _, payload in data), wire.read_end(end)[1]]) == result
    assert max(len(payload) for _, payload in received) <= (1 << 20) + 100


def test_a_long_frame_is_read_in_time_that_grows_with_its_length():
    """Only the ratio of processor times counts: copying anew at each arrival would take 64 times as long."""

    def spent(size: int) -> float:
        data, times = wire.frame(wire.DATA, b"x" * size), []
        for _ in range(3):
            frames, start = wire.Frames(), time.process_time()
            found = [f for at in range(0, len(data), 4096) for f in frames.feed(data[at : at + 4096])]
            times.append(time.process_time() - start)
            assert len(found[0][1]) == size
        return min(times)

    assert spent(16 << 20) < 32 * spent(2 << 20)
