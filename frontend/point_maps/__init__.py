"""Maps of points: pure functions of layers, settings and a palette to the text of a page that fetches only tiles."""
