"""Writers: one per format."""
