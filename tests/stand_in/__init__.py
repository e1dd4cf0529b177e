"""A small stand-in for Discord on loopback sockets: gateway and REST, as much of them as a bot needs.

It knows what Discord refuses (a second answer, one to nothing, a change of a message that is gone), and a
test can put every other kind of fault in. Nothing but tests and benchmarks uses it.
"""

from tests.stand_in.interactions import Answer, Asked
from tests.stand_in.payloads import APPLICATION, Server
from tests.stand_in.rest import Fault
from tests.stand_in.stand_in import StandIn, stand_in

__all__ = ["APPLICATION", "Answer", "Asked", "Fault", "Server", "StandIn", "stand_in"]
