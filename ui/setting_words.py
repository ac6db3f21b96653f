"""What each setting is called, in lists and in what is said about it."""

from __future__ import annotations

from resources.texts import N_

#: What each setting is for.
SETTING_WORDS: dict[str, str] = {
    "backup.hours": N_("hours from one backup to the next"),
    "backup.at_closing": N_("make a backup when the desk is closed (yes or no)"),
    "backup.folder": N_("folder of the backups (empty: in the folder of the office)"),
    "backup.second_folder": N_("second place of each backup, off this machine (empty: none)"),
    "backup.keep_all_days": N_("days for which every backup is kept"),
    "backup.keep_daily_days": N_("days for which one backup a day is kept"),
    "backup.keep_monthly_months": N_("months for which one backup a month is kept"),
    "drill.days": N_("days from one trial of a backup to the next"),
    "clock.most_skew_minutes": N_("minutes by which the clock may lie before the last posting"),
    "clock.wrong_until_entry": N_("ledger entry up to which the clock of the office ran ahead"),
    "recharge.least_rupees": N_("least recharge in rupees"),
    "recharge.most_rupees": N_("largest recharge in rupees"),
    "recharge.multiple_rupees": N_("recharges are multiples of so many rupees (0: any amount)"),
    "cheque.hold_post_dated": N_("keep cheques with a date to come until then (yes or no)"),
    "cheque.reconnects_before_cleared": N_(
        "supply comes back before a bank has paid the cheque (yes or no)"
    ),
    "cheque.dishonour_fee_rupees": N_("fee for a dishonoured cheque in rupees"),
    "cheque.barred_days": N_("days without cheques after a dishonoured one (0: never barred)"),
    "reads.silent_days": N_("days without a read after which a meter counts as silent"),
    "upi.address": N_("UPI address that money goes to (empty: no code is shown)"),
    "upi.name": N_("name that goes with the UPI address"),
    "amisp.address": N_("address of the AMISP (empty: none)"),
    "amisp.protocol": N_("how one speaks with the AMISP: rest, iec61968, file or practice"),
    "amisp.client": N_("name by which the AMISP knows the office"),
    "amisp.timeout_seconds": N_("seconds for which an answer of the AMISP is waited for"),
    "amisp.callback_address": N_("address at which the AMISP reaches us (empty: it is asked)"),
    "amisp.callback_port": N_("port of this machine on which callbacks arrive"),
    "amisp.code_disconnect": N_("code that orders to disconnect"),
    "amisp.code_connect": N_("code that orders to connect"),
    "amisp.code_disconnected": N_("code that tells of a disconnection"),
    "amisp.code_connected": N_("code that tells of a connection"),
    "amisp.code_failed": N_("codes that tell of a failure"),
    "disk.least_free_mb": N_("free room in MB below which a warning is shown"),
    "alerts.sms": N_("tell consumers by SMS (yes or no)"),
    "alerts.whatsapp": N_("tell consumers by WhatsApp (yes or no)"),
    "alerts.email": N_("tell consumers by e-mail (yes or no)"),
    "alerts.file": N_("tell consumers by a sheet that somebody carries (yes or no)"),
    "sms.address": N_("address of the SMS provider (empty: none)"),
    "sms.entity_id": N_("principal entity of the office on the DLT portal"),
    "sms.header": N_("header of the SMS, six letters as on the DLT portal"),
    "sms.part_paise": N_("price of a part of an SMS in paise"),
    "whatsapp.address": N_("address of the WhatsApp provider (empty: none)"),
    "whatsapp.message_paise": N_("price of a WhatsApp message in paise"),
    "mail.host": N_("server that sends the office's e-mail (empty: none)"),
    "mail.port": N_("port of that server"),
    "mail.security": N_("how the way to it is made safe (starttls, tls or none)"),
    "mail.user": N_("user of the office on that server (empty: none)"),
    "mail.from": N_("address that the office's e-mail comes from"),
    "messages.folder": N_("folder of the sheets of messages (empty: in the folder of the office)"),
}
