#include "git/references.h"

#include <algorithm>

#include "base/text.h"

namespace cordon::git {
namespace {

constexpr std::uint64_t kMostReference = 4'096, kMostPacked = 256ull << 20;
constexpr std::size_t kMostName = 1'024;
constexpr int kMostSymbolic = 5;  // as git
constexpr std::string_view kSymbolic = "ref:";

// What each worktree has of its own: gitrepository-layout(5).
bool is_own(std::string_view name) {
  if (!name.starts_with("refs/")) return true;
  return name.starts_with("refs/bisect/") || name.starts_with("refs/worktree/") || name.starts_with("refs/rewritten/");
}

// Of a line "<id> <name>" in packed-refs.
std::optional<ObjectId> find_packed(std::string_view packed, std::string_view name) {
  const std::string line_end = " " + std::string(name);
  for (std::size_t at = packed.find(line_end); at != std::string_view::npos; at = packed.find(line_end, at + 1)) {
    const std::size_t after = at + line_end.size();
    if (after < packed.size() && packed[after] != '\n' && packed[after] != '\r') continue;
    if (at < kIdDigits || (at > kIdDigits && packed[at - kIdDigits - 1] != '\n')) continue;
    return parse_id(packed.substr(at - kIdDigits, kIdDigits));
  }
  return std::nullopt;
}

}  // namespace

bool is_reference_name(std::string_view name) {
  if (name.empty() || name.size() > kMostName || name.starts_with('/') || name.ends_with('/') || name.ends_with('.') ||
      name == "@")
    return false;
  for (const char at : name)
    if (static_cast<unsigned char>(at) <= ' ' || at == 0x7f ||
        std::string_view("~^:?*[\\").find(at) != std::string_view::npos)
      return false;
  for (const std::string_view bad : {"..", "@{", "//", "/."})
    if (name.find(bad) != std::string_view::npos) return false;
  return !name.starts_with('.');
}

Result<References> References::open(const std::string& own, const std::string& common) {
  References references;
  references.own_ = TRY(open_directory(own));
  references.common_ = TRY(open_directory(common));
  Result<std::string> packed = references.common_->read("packed-refs", kMostPacked);
  if (packed) references.packed_ = std::move(*packed);
  else if (packed.error().code != ErrorCode::not_found)
    return fail(packed.error().code, "packed-refs: " + packed.error().message);
  return references;
}

Result<std::string> References::content_of(std::string_view full_name) const {
  std::string content = TRY((is_own(full_name) ? own_ : common_)->read(full_name, kMostReference));
  content.erase(std::min(content.find_first_of("\r\n"), content.size()));
  return content;
}

Result<ObjectId> References::find(std::string_view full_name) const {
  std::string name(full_name);
  for (int step = 0; step <= kMostSymbolic; ++step) {
    if (!is_reference_name(name)) return fail(ErrorCode::not_found, "no name: " + text::visible(name));
    const Result<std::string> content = content_of(name);
    if (!content) {
      const ErrorCode code = content.error().code;
      // A folder of that name may be left over where the name itself is packed.
      if (code != ErrorCode::not_found && code != ErrorCode::not_a_regular_file)
        return fail(code, text::visible(name) + ": " + content.error().message);
      if (const auto packed = find_packed(packed_, name)) return *packed;
      return fail(ErrorCode::not_found, "there is no " + text::visible(name));
    }
    // FETCH_HEAD says behind a tabulator where the commit came from.
    if (const auto id = parse_id(content->substr(0, content->find('\t')))) return *id;
    if (!content->starts_with(kSymbolic))
      return fail(ErrorCode::syntax, text::visible(name) + " holds neither a commit's name nor another name");
    const std::size_t start = content->find_first_not_of(" \t", kSymbolic.size());
    name = start == std::string::npos ? "" : content->substr(start);
  }
  return fail(ErrorCode::symlink_loop, text::visible(full_name) + " leads through too many names");
}

std::optional<std::string> References::target(std::string_view full_name) const {
  if (!is_reference_name(full_name)) return std::nullopt;
  const Result<std::string> content = content_of(full_name);
  if (!content || !content->starts_with(kSymbolic)) return std::nullopt;
  const std::size_t start = content->find_first_not_of(" \t", kSymbolic.size());
  if (start == std::string::npos || !is_reference_name(std::string_view(*content).substr(start))) return std::nullopt;
  return content->substr(start);
}

}  // namespace cordon::git
