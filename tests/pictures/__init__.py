"""Draw every page of a practice office: two languages, light and dark, at 100% and at 150%.

Run: ``python -m tests.pictures FOLDER [--only PAGE]``. The pictures are of a screen of 1366x768;
at 150% the desk has 911x512 points of it. Those of the desk that ``docs/pictures`` keeps are
made by it. They are the same whenever they are made; only the page Books tells of its machine,
and of the anchor of books whose ids are made by chance.
"""
