"""Several people at the same moment: each on a connection of its own (PostgreSQL: ``script/test``)."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connections

from partnerships.exceptions import Refused


def together(*acts: Callable[[], Any]) -> list[str]:
    """Run these at the same moment; what each ended in: "done", the sentence of its refusal, or the name of a fault."""
    gate, ends = threading.Barrier(len(acts)), dict[int, str]()

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(20)
            act()
            ends[number] = "done"
        except Refused as refusal:
            ends[number] = str(refusal)
        except DatabaseError as error:
            ends[number] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [ends.get(number, "hangs") for number in range(len(acts))]
