"""Connections to Discord's gateway that recover by themselves, and say how they are.

This package is the one place for what discord.py 2.7.1 gets wrong about connections. Each fault has a test in
`tests/test_discord_py_faults.py`, which fails once discord.py has fixed it and says what can go here then:

- `Shard.reconnect` does not expect a socket that closes before HELLO, and ends the process; and one shard's
  wait holds up all others, because one loop serves them (like discord.py#2416 and #4067, closed, not fixed).
- `AutoShardedClient.launch_shard` calls itself after each failure, until Python refuses (seen in
  discord.py#10202).
- An event that a parser cannot read ends the process (not reported: docs/upstream.md).
- A resume is tried for ever if its host fails for ever (discord.py#10511, for `Client`).
- After a fresh identify, servers that are not in READY stay in the cache, and so do those that the session
  before was still waiting for (with discord.py#10316).
"""
