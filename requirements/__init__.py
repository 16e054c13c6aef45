"""The pins of everything that is installed, and the installer that run.py uses."""
