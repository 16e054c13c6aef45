"""The jobs board: a Django and DRF project over the matching library."""
