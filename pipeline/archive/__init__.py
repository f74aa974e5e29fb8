"""Many documents: finding them, working through them in a pool of processes, writing their tables."""
