#include "cli/render_sbom.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/palette.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kShownPlaces = 3;       // of one change
constexpr std::size_t kShownNames = 10;       // of packages that changed for one cause
constexpr std::size_t kShownOfKind = 25;      // changes of one kind, of low severity or info
constexpr std::size_t kShownPaths = 5;        // of one match
constexpr std::size_t kShownComponents = 10;  // that lack one element

std::string counted(std::size_t count, std::string_view what, std::string_view plural = "s") {
  return fmt::format("{} {}{}", count, what, count == 1 ? std::string_view() : plural);
}

std::string incomplete_text(const model::Coverage& coverage) {
  const auto missing = std::ranges::count_if(coverage.unread, &model::FileUnread::incomplete);
  return missing == 0
             ? std::string()
             : fmt::format("; INCOMPLETE: {} not looked at", counted(static_cast<std::size_t>(missing), "thing"));
}

std::string list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text::visible(text, 200);
  return out.empty() ? "none" : out;
}

// "axios: 1.14.0 became 1.14.1"
std::string said(const model::SbomChange& change) {
  using model::ChangeKind;
  const std::string name = text::visible(change.name, 200);
  const std::string release = change.version ? name + " " + text::visible(*change.version, 200) : name;
  const std::string from_to = list(change.before) + " became " + list(change.after);
  switch (change.kind) {
    case ChangeKind::integrity:
      return change.after.empty() ? release + " has no digest any more: " + list(change.before)
                                  : release + " has another digest: " + from_to;
    case ChangeKind::install_script:
      return name + " runs code when it is installed" +
             (change.before.empty()      ? ", and is new"
              : change.before[0] == "no" ? ", and did not"
                                         : "; nothing said whether it did before");
    case ChangeKind::source: return name + " comes from elsewhere: " + from_to;
    case ChangeKind::address: return release + " stands at another address: " + from_to;
    case ChangeKind::version:
      if (change.before.empty()) return name + ": now also " + list(change.after);
      if (change.after.empty()) return name + ": no longer " + list(change.before);
      return name + ": " + from_to;
    case ChangeKind::added: return name + " is new: " + list(change.after);
    case ChangeKind::removed: return name + " is gone: " + list(change.before);
  }
  return name;
}

void change_lines(std::string& out, const Palette& palette, const model::SbomChange& change) {
  out += palette.severity(change.severity, fmt::format("{:<8}", to_string(change.severity))) + "  " + said(change);
  if (change.ecosystem != "npm") out += palette.dim("  " + text::visible(change.ecosystem, 80));
  out += "\n";
  std::string places;
  for (std::size_t i = 0; i < std::min(kShownPlaces, change.places.size()); ++i)
    places += (i == 0 ? "" : "  ") + place_text(change.places[i].path, change.places[i].line);
  if (change.instances > kShownPlaces) places += fmt::format("  and {} more", change.instances - kShownPlaces);
  if (!places.empty()) out += "          " + palette.dim(places) + "\n";
}

// One cause, such as a registry that everything moved to, is one line, not one a package; of what is merely new, gone
// or another version, the first are shown.
void all_changes(std::string& out, const Palette& palette, const std::vector<model::SbomChange>& changes) {
  using Cause = std::tuple<model::Severity, std::vector<std::string>, std::vector<std::string>>;
  std::map<Cause, std::vector<std::string>> moved;
  for (const model::SbomChange& change : changes)
    if (change.kind == model::ChangeKind::source)
      moved[{change.severity, change.before, change.after}].push_back(text::visible(change.name, 200));
  std::map<model::ChangeKind, std::size_t> shown;
  for (const model::SbomChange& change : changes) {
    if (change.kind == model::ChangeKind::source) {
      const auto cause = moved.find({change.severity, change.before, change.after});
      if (cause == moved.end()) continue;  // said
      const std::vector<std::string> names = std::move(cause->second);
      moved.erase(cause);
      if (names.size() > 1) {
        const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(kShownNames, names.size()));
        out += palette.severity(change.severity, fmt::format("{:<8}", to_string(change.severity))) +
               fmt::format("  {} packages come from elsewhere: {} became {}\n          {}{}\n", names.size(),
                           list(change.before), list(change.after), fmt::join(names.begin(), end, ", "),
                           names.size() > kShownNames ? fmt::format(" and {} more", names.size() - kShownNames) : "");
        continue;
      }
    }
    if (change.severity <= model::Severity::low && ++shown[change.kind] > kShownOfKind) continue;
    change_lines(out, palette, change);
  }
  for (const auto& [kind, count] : shown)
    if (count > kShownOfKind)
      out += palette.dim(fmt::format("          and {} more of the kind '{}' (--format json lists all)\n",
                                     count - kShownOfKind, to_string(kind)));
}

std::string path_text(const std::vector<std::string>& path) {
  std::string out;
  for (const std::string& step : path)
    out += (out.empty() ? "" : " > ") + (step.starts_with("pkg:") ? purl_for_people(step) : text::visible(step, 200));
  return out;
}

void match_lines(std::string& out, const Palette& palette, const model::SbomMatch& match) {
  const model::Component& component = match.component;
  out += fmt::format("{}  {}  {}{}\n", place_text(component.place.path, component.place.line),
                     palette.bold(text::visible(component.purl, 400)), to_string(component.scope),
                     component.install_script == model::InstallScript::yes ? ", runs code when installed" : "");
  for (std::size_t i = 0; i < std::min(kShownPaths, match.paths.size()); ++i)
    out += "  " + palette.dim(path_text(match.paths[i])) + "\n";
  const std::size_t roots = match.roots ? *match.roots : match.paths.size();
  if (roots > kShownPaths) out += "  " + palette.dim("and from " + counted(roots - kShownPaths, "more root")) + "\n";
  if (match.paths.empty()) out += "  " + palette.dim("no path from a root is stated") + "\n";
}

void score_lines(std::string& out, const Palette& palette, const model::SbomScore& score) {
  out += fmt::format("{}  {}  {}.{} % of the minimum elements, {}\n", palette.bold(text::visible(score.path, 1'000)),
                     text::visible(score.format, 80), score.score / 10, score.score % 10,
                     counted(score.components, "component"));
  if (score.components == 0) out += "  it lists no component\n";
  for (const model::SbomLack& lack : score.lacks) {
    if (lack.components.empty()) {
      out += fmt::format("  {}: the document has none\n", lack.element);
      continue;
    }
    out += fmt::format("  {}: {} of {} without\n", lack.element, lack.components.size(), score.components);
    for (std::size_t i = 0; i < std::min(kShownComponents, lack.components.size()); ++i) {
      const model::SbomPart& part = lack.components[i];
      out += fmt::format("    {}{}{}\n", part.name.empty() ? "(no name)" : text::visible(part.name, 200),
                         part.version.empty() ? "" : " " + text::visible(part.version, 200),
                         palette.dim("  " + place_text(part.place.path, part.place.line)));
    }
    if (lack.components.size() > kShownComponents)
      out += palette.dim(
          fmt::format("    and {} more (--format json lists all)\n", lack.components.size() - kShownComponents));
  }
}

template <class Report>
std::string json_of(const Report& report) {
  std::string out;
  json::Writer writer(out);
  write(writer, report);
  out += '\n';
  return out;
}

}  // namespace

std::string render_text(const model::SbomDiffReport& report, const Style& style) {
  const Palette palette(style);
  const std::string both = text::visible(report.before, 1'000) + " and " + text::visible(report.after, 1'000);
  std::string out =
      palette.bold(report.same ? "no change between " + both
                               : fmt::format("{} between {}, the riskiest {}", counted(report.changes.size(), "change"),
                                             both, to_string(report.changes.front().severity))) +
      incomplete_text(report.coverage) + "\n\n";
  all_changes(out, palette, report.changes);
  if (!report.changes.empty()) out += "\n";
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_text(const model::SbomQueryReport& report, const Style& style) {
  const Palette palette(style);
  std::uint64_t components = 0;
  for (const model::FileRead& read : report.coverage.read) components += read.components;
  std::string out = palette
                        .bold(fmt::format("{} of {}", counted(report.matches.size(), "match", "es"),
                                          text::visible(report.query, 400)))
                        .append(fmt::format("; {} of {} looked at", counted(components, "component"),
                                            counted(report.coverage.read.size(), "file"))) +
                    incomplete_text(report.coverage) + "\n\n";
  for (const model::SbomMatch& match : report.matches) match_lines(out, palette, match);
  if (!report.matches.empty()) out += "\n";
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_text(const model::SbomCheckReport& report, const Style& style) {
  const Palette palette(style);
  const auto whole = static_cast<std::size_t>(std::ranges::count_if(
      report.documents, [](const model::SbomScore& score) { return score.lacks.empty() && score.components > 0; }));
  std::string out = palette.bold(fmt::format("{} of {} with every minimum element", whole,
                                             counted(report.documents.size(), "document"))) +
                    incomplete_text(report.coverage) + "\n\n";
  for (const model::SbomScore& score : report.documents) {
    score_lines(out, palette, score);
    out += "\n";
  }
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_json(const model::SbomDiffReport& report) { return json_of(report); }
std::string render_json(const model::SbomQueryReport& report) { return json_of(report); }
std::string render_json(const model::SbomCheckReport& report) { return json_of(report); }

}  // namespace cordon::cli
