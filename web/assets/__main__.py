"""``python -m web.assets``: makes the page's files, so that the server finds them."""

from web.assets.folder import published

published()
