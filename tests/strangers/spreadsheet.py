"""A spreadsheet of names, linked by a client of the Reconciliation Service API that others wrote (reconciler)."""

import sys

import pandas
from reconciler import reconcile

ASKED = {
    "征途": "film/double-world",
    "Double World": "film/double-world",
    "liulangdiqiu2": "film/wandering-earth-2",
    "流浪地球2": "film/wandering-earth-2",
    "Avatar": "film/avatar",
}


def main(base: str) -> int:
    """Ask the service at ``base``; 0 when every name got its thing."""
    frame = pandas.DataFrame({"title": [*ASKED]})
    found = reconcile(
        frame["title"], type_id="gf:Film", reconciliation_endpoint=f"{base}/reconcile", top_res=1
    )
    got = dict(zip(found["input_value"], found["id"], strict=True))
    failed = [
        f"{name}: {got.get(name)}"
        for name, wanted in ASKED.items()
        if not str(got.get(name)).endswith(wanted)
    ]
    print("\n".join([*failed, f"reconciler: {len(ASKED) - len(failed)} of {len(ASKED)} hold"]))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
