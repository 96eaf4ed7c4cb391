"""The files of the page: one style sheet, the fonts, the bundle of scripts.

Each is served under a name that holds its content's hash, compressed, for good. What Python makes
(sheet and fonts) is the same whether npm was there or not.
"""
