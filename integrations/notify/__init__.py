"""How messages leave the office: SMS, WhatsApp, mail, and a sheet that somebody carries."""
