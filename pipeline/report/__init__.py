"""HTML views: the evidence page of one document, the comparison report of an archive. Each is one file that needs no
network."""
