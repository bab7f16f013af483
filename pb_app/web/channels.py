"""The ways of voting in words."""

from flask_babel import lazy_gettext as _l

from pb_app.receipts import Channel

CHANNELS = {
    Channel.ONLINE: _l("Online"),
    Channel.PAPER: _l("On paper"),
    Channel.ASSISTED: _l("With help at a station"),
    Channel.KIOSK: _l("At a kiosk"),
    Channel.IMPORTED: _l("From another system"),
}
