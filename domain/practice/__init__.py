"""A practice office: seeded, invented consumers and their life, to learn and to show with."""

from domain.practice.living import Life, LifeDay, RechargeWish, live

__all__ = ["Life", "LifeDay", "RechargeWish", "live"]
