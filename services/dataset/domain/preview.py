"""The first rows of a stored dataset, as text."""

import heapq
