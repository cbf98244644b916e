// How the two kinds of process take signals.
#pragma once

namespace cordon::sandbox {

// For the zygote: those that a terminal or a service manager sends to a whole group are ignored, since it ends with the
// program and not before; SIGCHLD is held back to be read from a descriptor; everything else as the system has it.
void zygote_signals();

// For a child: everything as the system has it and nothing held back. Whoever ends the group ends it, too.
void default_signals();

}  // namespace cordon::sandbox
