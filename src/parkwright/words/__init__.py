"""words: every sentence, title and unit that a person reads, in Vietnamese and English side by side.

Holds the message files (``*.toml``), ``Text`` (a key with its values, not yet in a language) and ``say``, which turns a
``Text`` into a sentence, with numbers and dates as the language writes them. Imports nothing of ours.
Never: logic, thresholds, file paths.
"""

from parkwright.words.text import LANGS, Both, Lang, Text, UnknownWord, Value, all_keys, either, say, text

__all__ = ["LANGS", "Both", "Lang", "Text", "UnknownWord", "Value", "all_keys", "either", "say", "text"]
