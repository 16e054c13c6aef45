"""Readers behind `scrapers.tables`: foreign files → grids of words → tables of vacancies."""
