"""The canonical form of a dataset, which names a build."""

from __future__ import annotations

import pyoxigraph as ox


def canonical_quads(store: ox.Store) -> bytes:
    """The dataset as canonical N-Quads: RDFC-1.0 blank node labels, one quad per line, sorted.

    Labels depend on the quads with blank nodes alone (RDFC-1.0, sections 4.6 to 4.8), so only these are
    handed to the algorithm.
    """
    plain: list[bytes] = []
    blank: list[bytes] = []
    for line in (store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True):
        (blank if b"_:" in line else plain).append(line)
    dataset = ox.Dataset(ox.parse(b"".join(blank), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    plain += (ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    plain.sort()
    return b"".join(plain)
