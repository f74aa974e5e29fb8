"""Commands of the command line that have a module of their own. Each imports what it needs when it runs."""
