"""The benchmark: how long the acts that matter take, beside the least they could take on this machine."""
