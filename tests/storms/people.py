"""People who use the bot while a storm goes on, and what each of them knows afterwards."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.leaks.catalogue import CANARY, Mark
from tests.leaks.oracle import HIDDEN, NOTHING, Seen, ShowView, Story
from tests.leaks.watch import Tally, look
from tests.stand_in import Answer, Asked, Server, StandIn
from tests.world import text_in, walk

MODERATOR = 1 << 5
CURTAIN = ("S01E01", "S01E02", "S01E03")
_PATIENCE = 2.0
"""Seconds that somebody waits for an answer before they do something else."""
_PAUSE = 0.15


@dataclass(slots=True)
class Known:
    """What people know: quotes that they sent and were told are saved, and the progress that they set.

    `quotes`: by text, whether an answer said that it was added. `progress`: for each user the codes that they
    set, in order, and whether the bot said so.
    """

    quotes: dict[str, bool] = field(default_factory=dict[str, bool])
    progress: dict[int, list[tuple[str, bool]]] = field(default_factory=dict[int, list[tuple[str, bool]]])
    answers: Counter[str] = field(default_factory=Counter[str])
    tally: Tally = field(default_factory=Tally)


class Person:
    """One person in one server. Everything that the bot answers is searched for leaks."""

    def __init__(
        self,
        discord: StandIn,
        server: Server,
        user: int,
        *,
        marks: dict[str, Mark],
        chance: random.Random,
        known: Known,
    ) -> None:
        self._discord = discord
        self._server = server
        self._user = user
        self._marks = marks
        self._chance = chance
        self._known = known
        self._numbers = count(1)
        self._last: Answer | None = None

    async def live(self, over: asyncio.Event) -> None:
        """Use the bot until the storm is over."""
        while not over.is_set():
            await self._act()
            await asyncio.sleep(self._chance.random() * _PAUSE)

    async def _act(self) -> None:
        acts: list[Callable[[], Awaitable[None]]] = [
            self._look_up, self._look_up, self._click, self._type, self._set_progress, self._add_quote
        ]  # fmt: skip
        await self._chance.choice(acts)()

    async def _look_up(self) -> None:
        code = self._chance.choice(CANARY).code
        uses: list[tuple[str, dict[str, Any]]] = [
            ("episode lookup", {"episode": code}),
            ("recap", {"episode": code}),
            ("episode list", {}),
        ]
        command, options = self._chance.choice(uses)
        asked = await self._discord.use(
            command, user=self._user, server=self._server, show="canary", **options
        )
        self._last = await self._answer(asked) or self._last

    async def _click(self) -> None:
        """Turn a page of the last card, as anybody may; the other buttons would reveal more."""
        if self._last is None or self._last.message is None:
            return
        parts = walk(self._last.message["components"])
        turning = [part["custom_id"] for part in parts if part.get("label") in ("◀", "▶")]
        if turning:
            clicked = await self._discord.click(
                self._last, self._chance.choice(turning), user=self._user, server=self._server
            )
            await self._answer(clicked)

    async def _type(self) -> None:
        asked = await self._discord.type(
            "episode lookup", "episode", user=self._user, server=self._server, show="canary", episode="S0"
        )
        await self._answer(asked)

    async def _set_progress(self) -> None:
        code = self._chance.choice(CURTAIN)
        mine = self._known.progress.setdefault(self._user, [])
        mine.append((code, False))
        at = len(mine) - 1
        asked = await self._discord.use(
            "progress set", user=self._user, server=self._server, show="curtain", episode=code
        )
        answer = await self._answer(asked)
        if answer is not None and code in text_in(answer.body.get("components", [])):
            mine[at] = (code, True)

    async def _add_quote(self) -> None:
        asked = await self._discord.use(
            "catalog quote add",
            user=self._user,
            server=self._server,
            permissions=MODERATOR,
            show="curtain",
            episode=self._chance.choice(CURTAIN),
        )
        form = await self._answer(asked)
        if form is None or form.kind != "form":
            return
        text = f"Words {self._user} {next(self._numbers)} never said before."
        fields = _fields_of(form) | {"text": text}
        self._known.quotes[text] = False
        for _ in range(self._chance.choice((1, 1, 2))):  # clients send a form again if its answer is slow
            sent = await self._discord.submit(
                form.body["custom_id"], fields, user=self._user, server=self._server, permissions=MODERATOR
            )
            answer = await self._answer(sent)
            if answer is not None and "Added quote" in text_in(answer.body.get("components", [])):
                self._known.quotes[text] = True

    async def _answer(self, asked: Asked) -> Answer | None:
        """What the bot answers in the end; None if nothing came in time."""
        answer: Answer | None = None
        try:
            answer = await asked.answer(within=_PATIENCE)
            self._judge(answer)
            while answer.kind in ("deferral", "deferred update"):
                answer = await asked.answer(within=_PATIENCE)
                self._judge(answer)
        except TimeoutError:
            pass
        self._known.answers["none" if answer is None else answer.kind] += 1
        return answer

    def _judge(self, answer: Answer) -> None:
        """Raise `Leak` if it tells more than it may: nobody here has watched the show with the marks."""
        unseen = ShowView(Story.without(CANARY, frozenset()), HIDDEN, NOTHING, None)
        seen = Seen(alone=answer.ephemeral, show_views={"canary": unseen}, hides_titles=False, insisted=False)
        body: dict[str, Any] = {"data": answer.body} if answer.kind == "suggestions" else answer.body
        look(answer.kind, body, seen, self._marks, [], self._known.tally)


def _fields_of(form: Answer) -> dict[str, str]:
    """The text inputs of a form, with their values."""
    inner = [part["component"] for part in walk(form.body["components"]) if "component" in part]
    return {part["custom_id"]: part.get("value", "") for part in inner if part["type"] == 4}
