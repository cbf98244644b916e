// Ending well when somebody interrupts.
#pragma once

namespace cordon::cli {

// From now on SIGINT and SIGTERM are noted; the second one ends the process as usual.
void catch_interrupts();
bool interrupted();

}  // namespace cordon::cli
