"""What tests of the AMISP share: an order to a meter, and an AMISP that is played."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.amisp_link import AmispLink, AmispProtocol
from domain.supply_order import OrderKind, OrderReason, SupplyOrder
from integrations.amisp.simulator.answering import Simulator
from integrations.amisp.simulator.in_process import amisp_in_process
from integrations.amisp.simulator.world import World

COMMAND = "0e0d7ffe-7f5c-4b5e-9b3a-6f6d8ad4b001"
METER = "MT-4411"
CALLBACK = "http://127.0.0.1:8640/amisp/callback"
PROTOCOLS = [AmispProtocol.REST, AmispProtocol.IEC61968]


class Played:
    """A simulated AMISP and the adapter that speaks with it."""

    def __init__(self, clock, protocol=AmispProtocol.REST, **link):
        self.clock = clock
        self.world = World(clock, takes_any_meter=False)
        self.world.add_meters([METER, "MT-2"])
        self.simulator = Simulator(self.world)
        wanted = AmispLink(protocol=protocol, **{"callback_address": CALLBACK, **link})
        self.amisp = amisp_in_process(self.simulator, clock, wanted)

    @property
    def mischief(self):
        return self.world.mischief

    def order(self, kind=OrderKind.DISCONNECT, id_=COMMAND, serial=METER, **changes):
        """Return an order as it is when it leaves: its body made, and kept."""
        now = self.clock.now()
        order = SupplyOrder(
            id=id_,
            kind=kind,
            reason=OrderReason.LOW_PREPAID_BALANCE,
            is_urgent=kind is OrderKind.RECONNECT,
            consumer_id=1,
            consumer_number="1001",
            meter_serial=serial,
            requested_by="PAT1/meena",
            made_at=now,
            not_before=now,
            expires_at=now + timedelta(hours=3),
            **changes,
        )
        return replace(order, body=order.body or self.amisp.body_of(order))

    def sent(self, order):
        """Hand an order over; return it with the id that the AMISP gave it."""
        outcome = self.amisp.send(order)
        return outcome, replace(order, remote_id=outcome.remote_id)

    def pass_time(self, **duration):
        self.clock.pass_time(timedelta(**duration))
