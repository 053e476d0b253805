"""Cohen's kappa: how far two readers agree beyond what chance would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Fraction | None:
    """Cohen's kappa (1960) of the values that two readers gave to the same items, a pair for each.

    (observed - expected) / (1 - expected), where the expected agreement is that of two readers who give each
    value as often as these two do, by chance. None where that is 1, so that nothing can be said: there are no
    items, or both gave one and the same value to all.

    >>> kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    Fraction(1, 2)
    """
    if not pairs:
        return None
    first, second = (Counter(values) for values in zip(*pairs, strict=True))
    observed = Fraction(sum(one == other for one, other in pairs), len(pairs))
    expected = Fraction(sum(first[value] * second[value] for value in first), len(pairs) ** 2)
    return None if expected == 1 else (observed - expected) / (1 - expected)
