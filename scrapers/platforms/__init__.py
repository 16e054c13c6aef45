"""One class for each site engine that several publishers share."""
