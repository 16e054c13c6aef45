"""The veteran's pages, one module a subject."""
