"""From the state's records of births, deaths and deliveries to protected observations of the standard table."""
