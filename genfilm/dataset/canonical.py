"""The canonical form of a dataset, which names a build."""

from __future__ import annotations

import pyoxigraph as ox


def canonical_quads(store: ox.Store) -> bytes:
    """The dataset as canonical N-Quads: RDFC-1.0 blank node labels, one quad per line, sorted."""
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = (ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))
