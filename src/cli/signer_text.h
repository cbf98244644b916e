// Who signed a pack, as people read it.
#pragma once

#include <string>

#include "crypto/minisign.h"

namespace cordon::cli {

// "B67CF709C20EB776 on 2026-11-29 (on call)": the key, the day that its holder says, and what else the comment says
// beyond minisign's fields. Nothing hidden in it.
std::string signer_text(const crypto::Signature& signature);

// The whole comment on one line, its fields separated by blanks.
std::string comment_text(const crypto::Signature& signature);

}  // namespace cordon::cli
