// Ending well when somebody interrupts.
#pragma once

namespace cordon::cli {

// From now on SIGINT and SIGTERM are noted; the second one ends the process as usual.
void catch_interrupts();
bool interrupted();

// From now on SIGINT, SIGTERM and SIGHUP are noted however often they come, and SIGQUIT is ignored: something must be
// put back before this process ends. How many came.
void hold_interrupts();
int interrupts();

// From now on SIGHUP is noted. Whether one came since this was asked last.
void catch_hangups();
bool take_hangup();

}  // namespace cordon::cli
