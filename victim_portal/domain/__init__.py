"""The rules of victim contact: pure functions over plain values.

Nothing here imports anything but the standard library, reads a clock or touches
storage. Where a rule needs "now", a bank holiday or a lead time, it is an argument.
"""
