"""A score sheet as pages read it."""

from pb_app.models.sheets import ScoreSheet
from pb_app.queries.sheets import sheet_at
from pb_app.refusals import NotVisible, sentence
from pb_app.web.unit_of_work import unit_of_work


def readable_sheet(sheet_id: int) -> ScoreSheet:
    """The sheet, if anyone may see it. Raises NotVisible."""
    sheet = sheet_at(unit_of_work().session, sheet_id)
    if sheet is None or not sheet.is_public:
        raise NotVisible(sentence("There is no score sheet under this number."))
    return sheet
