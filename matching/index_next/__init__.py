"""The match index: ranks and finds documents (postings, people, courses) exactly, from arrays mapped into memory."""
