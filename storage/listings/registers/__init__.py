"""Registers as they are read: a module each, every one with control totals out of the ledger."""
