"""One class for each way in which sources publish vacancies."""
