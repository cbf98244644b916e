#include "cli/coverage_text.h"

#include <fmt/format.h>

#include "base/text.h"

namespace cordon::cli {

void row(std::string& out, const Palette& palette, std::string_view label, std::string_view text) {
  out += "  " + palette.dim(fmt::format("{:<10}", label)) + std::string(text) + "\n";
}

std::string settings_text(const model::SettingsUsed& settings) {
  std::string out = settings.path ? text::visible(*settings.path, 1'000) : "built-in defaults";
  if (settings.path)
    out += fmt::format(", {} waiver{}, {} applied", settings.waivers, settings.waivers == 1 ? "" : "s",
                       settings.waivers_applied);
  for (const std::string& variable : settings.environment)
    out += "; " + text::visible(variable, 1'000) + " by the environment";
  return out;
}

bool loses_nothing(const model::FileUnread& unread) {
  return !unread.incomplete && unread.code != "no_signatures" && unread.code != "registry_said" &&
         unread.code != "not_written_yet" && unread.code != "policy_unknown";
}

bool lacks_only_knowledge(const model::Coverage& coverage) {
  bool lacks = false;
  for (const model::FileUnread& unread : coverage.unread) {
    if (!unread.incomplete) continue;
    const bool is_knowledge =
        unread.code == "no_advisories" || unread.code == "knowledge_off" || unread.code == "knowledge_too_old";
    if (!is_knowledge || unread.path != "(knowledge)") return false;
    lacks = true;
  }
  return lacks;
}

void coverage_block(std::string& out, const Palette& palette, const model::Coverage& coverage) {
  std::uint64_t components = 0;
  for (const model::FileRead& read : coverage.read) components += read.components;
  out += palette.bold("Coverage") + "\n";
  constexpr std::size_t kReadShown = 10, kUnreadShown = 20;
  row(out, palette, "read",
      fmt::format("{} file{}, {} entries", coverage.read.size(), coverage.read.size() == 1 ? "" : "s", components));
  for (std::size_t i = 0; i < coverage.read.size() && i < kReadShown; ++i) {
    const model::FileRead& read = coverage.read[i];
    row(out, palette, "",
        fmt::format("{}  {}  {}", text::visible(read.path, 1'000), palette.dim(read.format), read.components));
  }
  if (coverage.read.size() > kReadShown)
    row(out, palette, "",
        fmt::format("\u2026 and {} more (--format json lists all)", coverage.read.size() - kReadShown));
  std::size_t shown = 0;
  for (const model::FileUnread& unread : coverage.unread) {
    if (shown++ == kUnreadShown) {
      row(out, palette, "",
          fmt::format("\u2026 and {} more (--format json lists all)", coverage.unread.size() - kUnreadShown));
      break;
    }
    row(out, palette, &unread == coverage.unread.data() ? "not read" : "",
        fmt::format("{}  {}{}", place_text(unread.path, unread.line), text::visible(unread.reason, 400),
                    loses_nothing(unread) ? palette.dim("  (nothing is lost)") : ""));
  }
  for (const model::KnowledgeUsed& used : coverage.knowledge)
    row(out, palette, &used == coverage.knowledge.data() ? "knowledge" : "",
        used.state == "loaded" ? fmt::format("{} {}, newest of {}{}", used.count, used.source, used.date.value_or("?"),
                                             used.warning ? " (" + *used.warning + ")" : "")
                               : fmt::format("{}: {}", used.source, used.state));
  if (coverage.settings) row(out, palette, "settings", settings_text(*coverage.settings));
}

}  // namespace cordon::cli
