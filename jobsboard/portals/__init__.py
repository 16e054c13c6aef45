"""The faces of the board: one package a role, each with urls, views and forms; none imports another."""
