"""A small fake Discord on loopback sockets: as much of the gateway and REST API as a bot needs.

It refuses what Discord refuses (a second reply, a reply to nothing, an edit of a deleted message), and a test
can add other faults. Only tests and benchmarks use it.
"""

from tests.stand_in.interactions import Answer, Asked
from tests.stand_in.payloads import APPLICATION, Server
from tests.stand_in.rest import Fault
from tests.stand_in.stand_in import StandIn, stand_in

__all__ = ["APPLICATION", "Answer", "Asked", "Fault", "Server", "StandIn", "stand_in"]
