"""Every text of the correspondence, by the name of its golden file."""

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import CONTENTS, WordingFacts
from victim_portal.domain.wording.shapes import example_facts, shapes_of

FACTS = example_facts(Language.ENGLISH)
HOURS = {language: example_facts(language).officer_hours for language in Language}


def variants() -> dict[str, tuple[Stage, WordingFacts]]:
    """Every text in every shape that it can take, in the hours of an English reader."""
    return {
        f"{stage}-{shape.name}" if shape.name else stage: (stage, shape.facts)
        for stage in CONTENTS
        for shape in shapes_of(stage, FACTS)
    }
