"""The words of messages: of what consumers are told, by what medium, and how far it is."""

from __future__ import annotations

from domain.message import Alert, Medium, MessageState
from resources.texts import N_

ALERTS: dict[Alert, str] = {
    Alert.LOW_PERCENT: N_("Little is left of the last recharge"),
    Alert.LOW_DAYS: N_("Few days are left"),
    Alert.MONTH_PERCENT: N_("Most of the month's amount is used"),
    Alert.EMERGENCY_STARTED: N_("Emergency credit began"),
    Alert.WILL_BE_CUT: N_("Supply will be disconnected"),
    Alert.RECHARGED: N_("Recharge received"),
    Alert.CHARGE_REVERSED: N_("Charge reversed"),
    Alert.DISCONNECTED: N_("Supply disconnected"),
    Alert.RECONNECTED: N_("Supply is back"),
    Alert.SUBSIDY_ENDING: N_("Subsidy is about to be lost"),
}
MEDIA: dict[Medium, str] = {
    Medium.SMS: N_("SMS"),
    Medium.EMAIL: N_("E-mail"),
    Medium.WHATSAPP: N_("WhatsApp"),
    Medium.FILE: N_("Sheet"),
}
MESSAGE_STATES: dict[MessageState, str] = {
    MessageState.WAITING: N_("Waiting"),
    MessageState.LEAVING: N_("Leaving"),
    MessageState.SENT: N_("Sent"),
    MessageState.DELIVERED: N_("Delivered"),
    MessageState.FAILED: N_("Failed"),
    MessageState.HELD: N_("Held after a restore"),
    MessageState.DROPPED: N_("Put aside"),
}
