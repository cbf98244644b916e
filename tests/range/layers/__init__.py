"""The layers that can be asked, in the order in which they are asked.

A layer is a module with VERB, the command of Cordon behind it, NAME where its column is called otherwise, and ask(run): a list of
{rule_id, severity, package, what}. One that observes while it happens also has start(run), called before the install, end(run), called when nothing of the developer
runs any more, and stop(run), called at the very end, whatever happened. A layer whose command this Cordon lacks is not called:
the matrix says so."""
from layers import case, change, fix, gate, hunt, scan, traffic, watch

# What watch wrote is needed by those behind it; while it ends, scan and change can look. fix is late, as it is in life: it has a
# copy of the project from before hunt had parts of it erased, and npm, which has to accept what it wrote, leaves traces. gate is
# last: it has the install done again, in another home, when nobody watches any more.
ALL = [scan, change, watch, traffic, hunt, case, fix, gate]


def name_of(layer):
    return getattr(layer, "NAME", layer.VERB)
