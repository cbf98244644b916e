// A line typed on the terminal that is shown nowhere.
#pragma once

#include <string_view>

#include "base/result.h"
#include "crypto/secret.h"

namespace cordon::cli {

// Asks on the terminal of this process, whatever standard input and output are. Backspace and Ctrl-U correct, Ctrl-C
// and Ctrl-D break off. Fails with usage where there is no terminal or the entry was broken off, with too_large beyond
// 1,024 bytes. The terminal is as before afterwards.
Result<crypto::Secret> read_terminal_secret(std::string_view prompt);

// The same on an open terminal.
Result<crypto::Secret> read_terminal_secret(int terminal, std::string_view prompt);

}  // namespace cordon::cli
