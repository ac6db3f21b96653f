"""The Defaulters page: the lists of the day, and what is done about who stands on them."""
