#include "cli/diff_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kShown = 1'000;
constexpr std::size_t kLines = 400;

// A line of a diff in its colour. A tab is how it is indented, no trick.
std::string diff_line(const Palette& palette, const std::string& line) {
  std::string spaced;
  for (const char c : line) {
    if (c == '\t') spaced += "  ";
    else spaced += c;
  }
  const std::string visible = text::visible(spaced, kShown);
  if (line.starts_with("@@")) return palette.dim(visible);
  if (line.starts_with('-')) return palette.severity(model::Severity::high, visible);
  if (line.starts_with('+')) return palette.bold(visible);
  return visible;
}

}  // namespace

void diff_block(std::string& out, const Palette& palette, const std::string& path, const std::vector<std::string>& diff,
                const std::optional<std::string>& backup) {
  out += "\n" + palette.bold("--- " + text::visible(path, kShown)) + "\n";
  const std::size_t count = std::min(diff.size(), kLines);
  for (std::size_t i = 0; i < count; ++i) out += diff_line(palette, diff[i]) + "\n";
  if (count < diff.size()) out += fmt::format("\u2026 and {} more lines: --format json has all\n", diff.size() - count);
  if (backup) out += palette.dim("the old file: " + text::visible(*backup, kShown)) + "\n";
}

}  // namespace cordon::cli
