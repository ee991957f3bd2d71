"""Maternity access as it is read: which units are open, how far the nearest is, and who lives far from one."""
