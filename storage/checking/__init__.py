"""The check of the books, and what each part of it looks at."""

from storage.checking.check import Checked, Wish, check_books

__all__ = ["Checked", "Wish", "check_books"]
