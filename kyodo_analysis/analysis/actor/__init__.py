"""Who is to act: citizens, associations, businesses, the city; alone or together."""
