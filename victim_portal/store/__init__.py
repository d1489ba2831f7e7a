"""The only room that knows SQL: tables, sealed values, blind indexes, units of work."""
