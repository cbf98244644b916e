"""The layers that can be asked, in the order in which they are asked.

A layer is a module with VERB, the command of Cordon behind it; start(run), called before the install, whose value is handed to
ask(run, started) afterwards: a list of {rule_id, severity, package, what}; and stop(started), called at the end, whatever
happened. A layer whose command this Cordon lacks is not called: the matrix says so."""
from layers import case, hunt, scan, traffic, watch

ALL = [watch, scan, traffic, hunt, case]
