#include "git/format.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace cordon::git {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string lower(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(),
                         [](char at) { return at >= 'A' && at <= 'Z' ? static_cast<char>(at + 32) : at; });
  return low;
}

// Without quotes and without a comment behind it.
std::string value_of(std::string_view text) {
  std::string value;
  bool quoted = false;
  for (const char at : text) {
    if (at == '"') quoted = !quoted;
    else if (!quoted && (at == '#' || at == ';')) break;
    else value += at;
  }
  return lower(trimmed(value));
}

Result<void> check_extension(const std::string& name, const std::string& value) {
  constexpr std::string_view kHarmless[] = {
      "noop",           "noop-v1",           "partialclone",       "preciousobjects",
      "worktreeconfig", "relativeworktrees", "compatobjectformat", "submodulepathconfig"};
  if (name == "objectformat") {
    if (value == "sha1") return {};
    return fail(ErrorCode::unsupported_version,
                "a repository whose objects are named by " + text::visible(value) + ", not by SHA-1, cannot be read");
  }
  if (name == "refstorage" && value == "files") return {};
  if (name == "refstorage")
    return fail(ErrorCode::unsupported_format, "references kept as " + text::visible(value) + " cannot be read");
  if (std::ranges::find(kHarmless, name) != std::end(kHarmless)) return {};
  return fail(ErrorCode::unsupported_format,
              "a repository with the extension " + text::visible(name) + " cannot be read");
}

}  // namespace

Result<Format> read_format(std::string_view configuration) {
  Format format;
  std::string section;
  while (!configuration.empty()) {
    const std::size_t end = std::min(configuration.find('\n'), configuration.size());
    std::string_view line = trimmed(configuration.substr(0, end));
    configuration.remove_prefix(std::min(end + 1, configuration.size()));
    if (line.starts_with('[')) {
      const std::size_t close = std::min(line.find(']'), line.size() - 1);
      section = lower(line.substr(1, std::min(close, line.find(' ')) - 1));
      section = std::string(trimmed(section));
      line = trimmed(line.substr(close + 1));  // a key may follow on the same line
    }
    if (line.empty() || line.starts_with('#') || line.starts_with(';')) continue;
    const std::size_t sign = line.find('=');
    const std::string name = lower(trimmed(line.substr(0, sign)));
    const std::string value = sign == std::string_view::npos ? "true" : value_of(line.substr(sign + 1));
    if (section == "core" && name == "repositoryformatversion" && value != "0" && value != "1")
      return fail(ErrorCode::unsupported_version,
                  "a repository of version " + text::visible(value) + " cannot be read");
    if (section == "extensions") TRY(check_extension(name, value));
    if (name == "partialclone" || (section == "remote" && (name == "promisor" || name == "partialclonefilter")))
      format.partial = true;
  }
  return format;
}

}  // namespace cordon::git
