"""The English that recaps are written in: the words by which sentences are taken apart."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(verbs: str) -> frozenset[str]:
    """Present, past and -ing forms of regular verbs."""
    forms: set[str] = set()
    for verb in verbs.split():
        stem = verb.removesuffix("e")
        forms |= {verb, f"{stem}ing"}
        if verb.endswith("y") and verb[-2] not in "aeou":
            forms |= {f"{verb[:-1]}ies", f"{verb[:-1]}ied"}
        else:
            forms |= {verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s"), f"{stem}ed"}
    return frozenset(forms)


SPEECH: Final = _forms(
    "accuse add address admit advise agree announce answer argue ask assure bark beg blurt boast claim "
    "comment complain conclude confess confide congratulate continue counter cry declare demand "
    "encourage exclaim explain gasp groan implore inform insist interject interrupt joke laugh lie "
    "mention murmur mutter note object observe offer order plead promise propose protest question quip "
    "reassure recall remark remind repeat reply respond retort reveal scold scream shout shriek sigh "
    "snap state stress suggest sympathize tease threaten urge utter vow wail warn whine whisper wonder "
    "yell"
) | _words(
    "say says said saying tell tells told telling swear swears swore swearing begged begging quipped "
    "quipping snapped snapping admitted admitting replying"
)
"""Verbs whose subject speaks."""

SUBORDINATE: Final = _words(
    "after although as because before how if once since that though till unless until what when where "
    "whether which while who whom whose why"
)
COORDINATE: Final = _words(", ; : — – and but hence or so then yet")
DETERMINERS: Final = _words(
    "a an another any every her his its my no one our some that the their these this those your"
)
ADVERBS: Final = _words(
    "again also always even ever finally first immediately instead just later never now once only "
    "quickly quite rather simply soon still then though too"
)
AUXILIARIES: Final = _words(
    "am are be been being can could did do does had has have is may might must shall should was were "
    "will would"
)
FUNCTION: Final = (
    SUBORDINATE
    | COORDINATE
    | DETERMINERS
    | _words(
        "about above across against all along among around at away back behind below beneath beside between "
        "both by down during each everybody everyone for from he here him i in inside into it me near next "
        "nobody not of off on onto other others out outside over past she somebody someone than them there "
        "they through to together toward towards under up upon us we with within without you"
    )
)
"""Words that are neither a verb nor a name."""

OPENERS: Final = (
    FUNCTION
    | ADVERBS
    | AUXILIARIES
    | _words(
        "back can't despite don't elsewhere eventually everything few hello hey however i'd i'll i'm i've "
        "it's let let's many maybe meanwhile most much nothing ok okay perhaps please several something "
        "suddenly thanks that's there's today tomorrow tonight unfortunately well yes yesterday you're"
    )
)
"""Words that may begin a sentence with a capital and are no name."""

CALENDAR: Final = _words(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday christmas thanksgiving"
)
AMID: Final = _words("a an at from in inside into of on onto the")
"""Words before the name of a thing or a place, much more often than before somebody's."""

PRONOUNS: Final = {"he": "m", "she": "f"}
GENDERED: Final = PRONOUNS | {"his": "m", "him": "m", "himself": "m", "her": "f", "hers": "f", "herself": "f"}
TITLES: Final = {"mr.": "m", "mrs.": "f", "ms.": "f"}

WOMEN: Final = _words(
    "alice amanda amy ana andrea angela ann anna anne barbara beth betty brenda carol carolyn catherine "
    "christine claire cynthia deborah diana diane donna dorothy eileen elizabeth ellen emily emma "
    "evelyn grace hannah heather helen irene ivy jane janet jennifer jenny jessica joan joanna judith "
    "judy julia julie karen kate katherine kathleen kathy kelly laura leigh lena linda lisa lucy "
    "margaret maria marie martha mary megan melissa michelle monica nancy natalie nicole nina olivia "
    "pamela patricia rachel rebecca rose ruth samantha sandra sarah sharon sophie stephanie susan "
    "teresa tina vanessa veronica victoria virginia"
)
MEN: Final = _words(
    "adam alan albert andrew anthony arthur ben benjamin bill bob bobby brian bruce carl charles "
    "christopher craig daniel dave david dennis derek dev donald douglas edward ellis eric eugene frank "
    "fred gary george gerald greg harold harry henry howard jack jacob james jason jeff jeffrey jeremy "
    "jerry jim jimmy joe john jonathan joseph joshua justin keith kenneth kevin kyle larry lawrence leo "
    "louis luke mark martin max matthew michael mike nathan nicholas nick oliver otto oscar patrick "
    "paul peter philip ralph raymond richard robert roger ronald roy ryan sam samuel scott sean simon "
    "stephen steve steven thomas tim timothy tom tony victor vincent walter william zachary"
)
"""Given names that are almost always a woman's, and a man's: a hint where the page itself has none."""

PERFORMING: Final = _forms("call entitle name nickname perform play title") | _words(
    "sing sings sang sung singing"
)
TITLE_CUES: Final = PERFORMING | _words(
    "album ballad book cover duet episode film game hit magazine movie musical number of play rendition "
    "show song track tune version"
)
"""Words before quotation marks that hold a title or a nickname: the first also with an object between."""

WRITTEN: Final = _words(
    "article banner blog book card caption e-mail email headline letter magazine marquee message "
    "newspaper note paper poster review screen sign text title"
)
"""What says something without speaking."""

SMALL: Final = _words("a an and as at by for from in into is it my of on or the to with")
"""Words that titles write small."""
