"""The program: composition root, main window, crash report."""
