#include "policy/settings_change.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <vector>

#include "base/credentials.h"
#include "model/finding.h"

namespace cordon::policy {
namespace {

constexpr std::string_view kProducer = "settings";
constexpr std::size_t kShown = 40;  // lines of each side

struct Line {
  std::string_view text;
  std::uint32_t number = 0;
};

// Those that say something, without what ends them. What stands in front of the text is part of it.
std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> out;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view whole = text.substr(0, end);
    const std::string_view line = whole.substr(0, whole.find_last_not_of(" \t\r") + 1);
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != std::string_view::npos && line[first] != '#') out.push_back({line, number});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// The lines of the one that the other has not, or not as often.
std::vector<Line> without(const std::vector<Line>& lines, const std::vector<Line>& others) {
  std::map<std::string_view, std::size_t> there;
  for (const Line& line : others) ++there[line.text];
  std::vector<Line> out;
  for (const Line& line : lines) {
    std::size_t& left = there[line.text];
    if (left > 0) --left;
    else out.push_back(line);
  }
  return out;
}

}  // namespace

std::optional<model::Finding> settings_changed(const SettingsText& before, const SettingsText& now,
                                               std::string_view base) {
  const std::string was = before.text.value_or(""), is = now.text.value_or("");
  const std::vector<Line> lines_before = lines_of(was), lines_now = lines_of(is);
  if (before.path == now.path && std::ranges::equal(lines_before, lines_now, {}, &Line::text, &Line::text))
    return std::nullopt;
  if (lines_before.empty() && lines_now.empty()) return std::nullopt;
  model::FindingInput input;
  input.rule_id = "policy.settings-changed";
  input.title = !before.text ? "the change brings settings of its own, which do not count before it is merged"
                : !now.text  ? "the change removes the settings, which count until it is merged"
                             : "the change alters the settings: they count as they were until it is merged";
  input.kind = model::FindingKind::policy;
  input.severity = model::Severity::medium;
  input.subject = model::file_subject(now.text ? now.path : before.path, 0);
  const auto show = [&](const std::string& path, const std::vector<Line>& lines, const char* sign, bool with_lines) {
    for (std::size_t i = 0; i < std::min(lines.size(), kShown); ++i)
      input.evidence.push_back(model::text_span(path, with_lines ? lines[i].number : 0,
                                                sign + without_tokens(std::string(lines[i].text)), kProducer));
    if (lines.size() > kShown)
      input.evidence.push_back(
          model::text_span(path, 0, sign + std::to_string(lines.size() - kShown) + " more lines", kProducer));
  };
  const std::vector<Line> gone = without(lines_before, lines_now), come = without(lines_now, lines_before);
  show(now.path, come, "+ ", true);
  show(before.path, gone, "- ", false);
  if (gone.empty() && come.empty())
    input.evidence.push_back(model::text_span(now.path, 0, "the same lines, elsewhere", kProducer));
  input.evidence.push_back(model::text_span(
      before.path, 0, "judged by the settings of " + std::string(base) + (before.text ? "" : ", which has none"),
      kProducer));
  input.remedy = {
      {1, "Review what the lines do. Merge them by themselves first, where this change needs them.", std::nullopt}};
  auto made = model::make_finding(std::move(input));
  assert(made);
  if (!made) return std::nullopt;
  return std::move(*made);
}

}  // namespace cordon::policy
