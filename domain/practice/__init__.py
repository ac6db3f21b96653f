"""A practice office: seeded, invented consumers and their life, to learn and to show with."""

from domain.practice.living import Life, LifeDay, RechargeWish, live, office_of

__all__ = ["Life", "LifeDay", "RechargeWish", "live", "office_of"]
