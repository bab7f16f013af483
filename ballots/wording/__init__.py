"""What counts say in sentences: one wording for the command line and the application, in English and Gaelic.

The sentences are marked where they stand (`sentence`, `sentences`) and translated in `translations/`, like all others.
Whoever speaks hands over a `Voice`: how sentences are translated, and how money, numbers and projects are written.
"""
