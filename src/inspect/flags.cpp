#include "inspect/flags.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/shell_facts.h"

namespace cordon::inspect {
namespace {

constexpr std::size_t kBefore = 40, kExcerpt = 160;

}  // namespace

FlagPlace place_of(std::string_view path, std::string_view text, std::uint32_t offset) {
  const std::size_t at = std::min<std::size_t>(offset, text.size());
  const std::string_view before = text.substr(0, at);
  const std::size_t newline = before.rfind('\n');
  const std::size_t line_begin = newline == std::string_view::npos ? 0 : newline + 1;
  const std::size_t line_end = std::min(text.find('\n', at), text.size());
  const std::size_t begin = at - line_begin > kBefore ? at - kBefore : line_begin;
  return {std::string(path), static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n')),
          static_cast<std::uint32_t>(at - line_begin + 1),
          text::visible(text.substr(begin, std::min(line_end - begin, kExcerpt)), kExcerpt)};
}

std::vector<Flag> flags_of_code(std::string_view path, std::string_view text, const CodeFacts& facts) {
  std::vector<Flag> out;
  for (const CodeFlag& each : facts.flags)
    out.push_back({each.kind,
                   each.how,
                   each.host,
                   text::visible(each.detail),
                   place_of(path, text, each.offset),
                   false,
                   false,
                   {}});
  return out;
}

std::vector<Flag> flags_of_command(std::string_view path, std::uint32_t line, std::string_view text,
                                   const OwnHosts& own) {
  const ShellReading reading = read_shell(text, kScriptLimits);
  HostClass host = HostClass::none;
  for (const std::string& address : reading.addresses) host = std::max(host, class_of_host(address, own));
  std::vector<Flag> out;
  for (const ShellFact& each : reading.facts)
    out.push_back({each.kind,
                   each.how,
                   host,
                   text::visible(each.detail),
                   {std::string(path), line, line == 0 ? 0u : 1u, text::visible(text, kExcerpt)},
                   false,
                   false,
                   {}});
  return out;
}

}  // namespace cordon::inspect
