#include "cli/key_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"
#include "base/text.h"
#include "cli/environment.h"
#include "cli/terminal_secret.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kKeyFileBytes = 64u << 10;

std::string what_of(const std::string& path) { return "reading " + text::visible(path, 1'000); }

// 42 bytes as base64, which begins so for Ed25519: no name of a file that anybody would choose.
bool looks_like_key(std::string_view text) { return text.size() == 56 && text.starts_with("RW"); }

crypto::Secret first_line(const crypto::Secret& content) {
  std::string_view text = content.text();
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return crypto::Secret(text);
}

}  // namespace

Result<crypto::Secret> read_named_file(const std::string& path, std::uint64_t most_bytes) {
  const std::string what = what_of(path);
  const os::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.valid()) return os::errno_error(errno, what);
  struct stat facts{};
  if (::fstat(file.get(), &facts) != 0) return os::errno_error(errno, what);
  if (!S_ISREG(facts.st_mode)) return fail(ErrorCode::not_a_regular_file, path + " is not a regular file");
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  if (size > most_bytes)
    return fail(ErrorCode::too_large, path + " is larger than " + std::to_string(most_bytes) + " bytes");
  crypto::Secret content(size);
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t got = ::read(file.get(), content.bytes().data() + filled, size - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return os::errno_error(errno, what);
    if (got == 0) return fail(ErrorCode::io, path + " became shorter while it was read");
    filled += static_cast<std::size_t>(got);
  }
  return content;
}

Result<crypto::PublicKey> public_key_from(const std::string& argument) {
  if (looks_like_key(argument)) return TRY_CONTEXT(crypto::read_public_key(argument), "reading the key itself");
  const crypto::Secret content = TRY(read_named_file(argument, kKeyFileBytes));
  return TRY_CONTEXT(crypto::read_public_key(content.text()), what_of(argument));
}

Result<std::vector<crypto::PublicKey>> trusted_keys(const std::vector<std::string>& named, const std::string& config) {
  std::vector<crypto::PublicKey> keys;
  for (const std::string& argument : named) keys.push_back(TRY(public_key_from(argument)));
  if (!keys.empty()) return keys;
  const policy::Settings settings = TRY(load_user_settings(config));
  const std::size_t slash = settings.path.rfind('/');
  const std::string folder = slash == std::string::npos ? std::string() : settings.path.substr(0, slash + 1);
  for (const std::string& key : settings.pack_keys) {
    const bool as_is = key.starts_with('/') || looks_like_key(key) || settings.pack_keys_from_environment;
    keys.push_back(TRY_CONTEXT(public_key_from(as_is ? key : folder + key), "reading intel.pack_keys"));
  }
  if (keys.empty())
    return fail(ErrorCode::usage,
                "no key to check with: name one with --key, or list those you trust as intel.pack_keys in "
                "~/.config/cordon/cordon.yaml");
  return keys;
}

Result<crypto::Secret> read_password(const std::string& password_file, std::string_view prompt, bool twice) {
  if (!password_file.empty()) {
    const crypto::Secret content = TRY(read_named_file(password_file, kKeyFileBytes));
    return first_line(content);
  }
  if (const char* variable = std::getenv("CORDON_PACK_PASSWORD"); variable != nullptr)
    return crypto::Secret(std::string_view(variable));
  crypto::Secret password = TRY(read_terminal_secret(prompt));
  if (!twice) return password;
  const crypto::Secret again = TRY(read_terminal_secret("once more: "));
  if (again.text() != password.text()) return fail(ErrorCode::usage, "the two passwords differ");
  return password;
}

}  // namespace cordon::cli
