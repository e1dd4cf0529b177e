"""The names that people give the columns of tables."""

import re
from collections.abc import Mapping
from typing import Final

_EPISODE: Final = "episodes?|ep"
_NUMBER: Final = "number|num|no|nr|n"

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        *("characterwords", "spokenwords", "text", "dialogue", "dialog", "quote", "sentence", "linetext"),
        *("utterance", "lines", "quotes", "words", "transcript", "content", "line", "fulltext", "spokenline"),
        *("replique", "texte", "texto", "testo", "zitat", "tekst"),
    ),
    "speaker": (
        *("speaker", "character", "charactername", "speakername", "who", "saidby", "characters", "speakers"),
        *("sprecher", "figur", "personnage", "personaje", "personaggio", "personagem", "personage"),
        *("char", "role", "name", "person"),
    ),
    "season": (
        *("season", "seasonnumber", "seasonno", "seasonnum", "series", "s", "seriesnumber", "booknum"),
        *("booknumber", "volume", "staffel", "staffelnr", "saison", "temporada", "stagione", "seizoen"),
    ),
    "episode": (
        *("episodeinseason", "episodenumberinseason", "numberinseason", "noinseason", "numinseason"),
        *("noofepisodeseason", "seasonepisodenumber", "seasonepisode", "episodeofseason", "inseason"),
        *(
            "airedepisodenumber",
            "airedepisode",
            "episode",
            "ep",
            "episodenumber",
            "episodeno",
            "episodenum",
            "epno",
            "epnum",
        ),
        *("noofepisode", "number", "e", "no", "num", "chapternum", "chapternumber"),
        *("folge", "folgennr", "episodio", "aflevering", "capitulo", "nrst", "nr"),
    ),
    "code": ("code", "seid", "episodecode", "position", "seasonandepisode", "sxe", "episodeid"),
    "title": (
        *(
            "title",
            "episodetitle",
            "episodename",
            "eptitle",
            "epname",
            "titleoftheepisode",
            "nameoftheepisode",
        ),
        *("titleenglish", "englishtitle", "chapter", "chaptertitle", "chaptername"),
        *("titel", "titre", "titulo", "titolo", "deutschertitel", "folgentitel"),
    ),
    "context": ("context", "scene", "scenedescription", "description"),
    "timestamp": ("timestamp", "time", "start", "starttime"),
    "aired": (
        *("originalairdate", "airdate", "aired", "dateaired", "airedon", "firstaired", "firstairdate"),
        *("originalreleasedate", "originallyaired", "originalair", "releasedate", "released", "releasedon"),
        *("premiered", "premieredate", "premiere", "broadcastdate", "datepublished", "usairdate", "date"),
        *("erstausstrahlung", "ausstrahlung", "diffusion", "datedediffusion", "premierediffusion"),
        *(
            "fechadeemision",
            "emision",
            "estreno",
            "primatv",
            "estreia",
            "uitzending",
            "datum",
            "fecha",
            "data",
        ),
    ),
    "summary": (
        *("summary", "overview", "plot", "synopsis", "episodesummary", "episodedescription", "shortsummary"),
        *("plotsummary", "logline", "shortdescription", "desc", "about"),
        *("inhalt", "zusammenfassung", "resume", "resumen", "sinopsis", "trama", "sinopse", "samenvatting"),
    ),
    "directors": (
        *("director", "directors", "directedby", "directorname", "episodedirector"),
        *("regie", "realisateur", "realisation", "dirigidopor", "direccion", "regia", "direcao"),
    ),
    "writers": (
        *("writer", "writers", "writtenby", "writername", "screenplay", "screenplayby", "teleplay"),
        *("teleplayby", "storyby", "story", "episodewriter"),
        *("drehbuch", "scenariste", "scenario", "escritopor", "guion", "sceneggiatura", "roteiro"),
    ),
    "guests": ("guests", "gueststars", "gueststar", "gueststarring", "guestcast"),
    "number_in_series": (
        *(
            "numberinseries",
            "noinseries",
            "numinseries",
            "overall",
            "nooverall",
            "numberoverall",
            "numoverall",
        ),
        *("overallnumber", "overallno", "overallepisode", "overallepisodenumber", "episodenumberoverall"),
        *("episodeoverall", "noofepisodeoverall", "absolutenumber", "absolute", "absoluteepisode"),
        *(
            "absoluteepisodenumber",
            "episodenooverall",
            "episodeinseries",
            "number",
            "no",
            "num",
            "nr",
            "nrges",
        ),
    ),
    "production_code": ("productioncode", "prodcode", "prodno", "productionnumber", "productionno"),
    "still": ("still",),
    "show": ("show", "showname", "showtitle", "seriesname", "seriestitle", "tvshow", "parenttitle", "series"),
}
"""Common names of columns, likeliest first. Spaces, case and punctuation are ignored."""

PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "episode": re.compile(rf"(?:{_EPISODE})?(?:{_NUMBER})?(?:{_EPISODE})?(?:in|of|within|per)(?:the)?season"),
    "number_in_series": re.compile(
        rf"(?:{_EPISODE})?(?:{_NUMBER})?(?:{_EPISODE})?(?:in|of)?(?:the)?(?:overall|total|wholeseries)"
        rf"|(?:overall|total|absolute)(?:{_EPISODE})?(?:{_NUMBER})?"
    ),
    "aired": re.compile(
        r"(?:date(?:of|on)?)?(?:the)?(?:us|uk|first|original|originally)?"
        r"(?:air(?:ed|ing)?|broadcast(?:ed)?|releas(?:ed?|ing)|premier(?:ed?)?|transmission)(?:date|on|day)?"
    ),
}
"""More names, before the others of a column."""

OF_QUOTES: Final = {"speaker", "context", "timestamp"}
OF_A_LIST: Final = {"title": ("name",), "summary": ("description",)}
"""Names that mean something else where no column has quotes."""

SEVERAL: Final = {"writers", "directors"}
"""Columns that a table may have several times: `Writer 1`, `Writer 2`, `Story by`."""

WATCHED: Final = {
    *(
        "iswatched",
        "watched",
        "watchedat",
        "lastwatchedat",
        "watchedon",
        "datewatched",
        "rewatchcount",
        "plays",
    ),
    *("progressedat", "mywatchedepisodes", "watchedepisodes", "mediatype", "listedat"),
}
NO_VALUES: Final = frozenset(
    (
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "<NA>",
        "nan",
        "NaN",
        "NAN",
        "NULL",
        "null",
        "\\N",
        "#NULL!",
        "#VALUE!",
        "#REF!",
    )
)
"""How exports mark a missing value: R, pandas, SQL and spreadsheets. `Na.` and `None` are what people say."""
