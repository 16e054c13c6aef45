"""What anybody may see: vacancies, courses, stations, how ranking works, and the way in."""
