"""What may go wrong in the night: killed processes, full disks, files that vanish, schedulers that die."""
