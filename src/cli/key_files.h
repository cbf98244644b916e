// Keys and passwords that the user names, and whom the user trusts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/minisign.h"
#include "crypto/minisign_secret_key.h"
#include "crypto/secret.h"

namespace cordon::cli {

// The whole content of a regular file that the user named: links are followed, FIFOs and devices are not waited for.
// Held as a secret, because it may be one. Fails with the codes of errno_error, not_a_regular_file or too_large.
Result<crypto::Secret> read_named_file(const std::string& path, std::uint64_t most_bytes);

// A public key as the user writes it: the key itself, or the file it stands in.
Result<crypto::PublicKey> public_key_from(const std::string& argument);

// The keys named; where none is, those of intel.pack_keys in the user's own settings (environment.h). Fails with usage
// when there are none at all.
Result<std::vector<crypto::PublicKey>> trusted_keys(const std::vector<std::string>& named, const std::string& config);

// From the file, else from CORDON_PACK_PASSWORD, else from the terminal, without showing it; `twice` asks again to find
// typing mistakes. Fails with usage where there is no terminal, the entry was broken off or the two differ.
Result<crypto::Secret> read_password(const std::string& password_file, std::string_view prompt, bool twice);

}  // namespace cordon::cli
