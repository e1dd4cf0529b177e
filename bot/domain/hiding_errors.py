"""Errors of hiding a message; `bot.replies.notices.hiding` has the words."""

from dataclasses import dataclass
from enum import Enum

from bot.domain.errors import UnderstudyError


class Unhideable(Enum):
    """Why a message can't be reposted completely as a spoiler."""

    ALREADY_HIDDEN = "all of it is a spoiler already"
    EMPTY = "there is neither text nor file in it"
    SYSTEM = "nobody wrote it: Discord itself says it"
    PRIVATE = "only one person sees it"
    POLL = "a poll's votes would be lost"
    STICKER = "a webhook cannot send stickers"
    VOICE = "a voice message would become a file"
    FORWARD = "what it forwards would be lost"
    FIRST_POST = "a forum post goes when its first message goes"
    RICH = "a bot's cards and buttons would be lost"
    FILES = "its files are over the limit for uploads"
    LENGTH = "with the spoiler marks it is longer than a message may be"


@dataclass(eq=False)
class CannotHide(UnderstudyError):
    """A message can't be reposted completely as a spoiler."""

    why: Unhideable


class HidingStep(Enum):
    """The step at which Discord failed while hiding, labelling or deleting a repost."""

    FILES = "its files could not be read"
    WEBHOOK = "no webhook could be found or made"
    POST = "it could not be posted again"
    DELETE = "the first message could not be deleted, and the second was deleted again"
    DELETE_UNSURE = "Discord did not say whether the first message was deleted, so the second was left"
    UNDO = "the first message could not be deleted, nor could the second"
    REMOVE = "the second could not be deleted when somebody asked for it"
    LABEL = "the label could not be put on"
    LABEL_WEBHOOK = "the webhook that posted it is gone, and nobody else may edit it"


@dataclass(eq=False)
class HidingFailed(UnderstudyError):
    """Discord failed at a step. Nothing is lost: at worst the message exists twice."""

    step: HidingStep


@dataclass(eq=False)
class LacksPermissions(UnderstudyError):
    """The bot has no permission in this channel; named as discord.py names them."""

    permissions: tuple[str, ...]


class RepostUnknown(UnderstudyError):
    """The repost isn't saved, so its author isn't known."""


class NotYourRepost(UnderstudyError):
    """Only its author and moderators may delete a repost."""
