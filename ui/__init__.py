"""The windows: a Qt program on top of kta_desktop."""
