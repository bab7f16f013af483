"""What the form library says by itself, put into our words and the reader's language."""

from flask_babel import gettext

from pb_app.refusals import sentence

CHOICE = sentence("Choose one of the answers given here.")
NUMBER = sentence("Enter a whole number.")
DATE = sentence("Enter a date.")
MOMENT = sentence("Enter a date and a time.")
ANSWER = sentence("Give an answer here.")
UNFIT = sentence("This answer does not fit here.")

OURS = {
    "Not a valid choice.": CHOICE,
    "Invalid Choice: could not coerce.": CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOICE,
    "'%(value)s' is not a valid choice for this field.": CHOICE,
    "Not a valid integer value.": NUMBER,
    "Not a valid date value.": DATE,
    "Not a valid datetime value.": MOMENT,
    "This field is required.": ANSWER,
}


class FormWords:
    """The translations of a form, as WTForms asks for them.

    Only what the library says by itself passes here; our own messages come translated and are left as they are.
    """

    def gettext(self, said: str) -> str:
        """Our sentence for what the library says; for what is not in the list, that the answer does not fit."""
        told: str = gettext(OURS.get(said, UNFIT))
        return told

    def ngettext(self, said: str, _several: str, _count: int) -> str:
        """The same, whatever the number: our sentences name none."""
        return self.gettext(said)
