"""Scrapy project: reads public sources politely and writes feeds; touches no database."""
