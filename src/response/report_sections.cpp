#include "response/report_sections.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/finding.h"

namespace cordon::response {
namespace {

constexpr const char* kNothing = "Nothing recorded.";
constexpr std::size_t kShownPackages = 50;
constexpr std::size_t kShownFindings = 200;
constexpr std::size_t kShownEvidence = 5;  // of one finding
constexpr std::size_t kShownDigest = 16;   // digits

std::string joined(const std::vector<std::string>& texts, std::string_view between = ", ") {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? std::string() : std::string(between)) + text;
  return out;
}

std::string times_text(std::uint64_t times) { return times > 1 ? fmt::format(" ({} times)", times) : std::string(); }

std::string conversations_text(std::uint64_t count) {
  return count > 1 ? fmt::format("; {} conversations", count) : std::string();
}

// "events.ndjson:12, sha256 0123456789abcdef…, record 7". The whole digest stands among what was taken in.
std::string source_text(const Reference& from) {
  std::string out = from.path;
  if (from.line) out += ":" + std::to_string(*from.line);
  if (!from.sha256.empty()) out += ", sha256 " + from.sha256.substr(0, kShownDigest) + "\u2026";
  return out + (out.empty() ? "" : ", ") + fmt::format("record {}", from.record);
}

Section section_of(std::string title, Table table) {
  Section section{std::move(title), {}};
  if (table.rows.empty()) section.blocks.push_back(Paragraph{kNothing, Tone::plain});
  else section.blocks.push_back(std::move(table));
  return section;
}

const char* question_of(Stage stage) {
  switch (stage) {
    case Stage::publish: return "what is on record of the release";
    case Stage::resolve: return "who asked for it, and what chose it";
    case Stage::fetch: return "how it came here";
    case Stage::script: return "what of it ran";
    case Stage::process: return "what that started, and what it left";
    case Stage::connection: return "with whom it talked";
  }
  return "";
}

std::string how_far(const StoryPackage& package) {
  const std::string_view headline = model::headline(package.exposure);
  if (package.exposure.executed.value == model::FactValue::no) return std::string(headline) + "; it did not run";
  if (package.exposure.executed.value == model::FactValue::unknown)
    return (headline.empty() ? std::string("not known") : std::string(headline)) + "; no evidence that it ran";
  return std::string(headline);
}

std::string evidence_text(const model::Finding& finding) {
  std::string out;
  std::size_t shown = 0;
  for (const model::Evidence& evidence : finding.evidence) {
    if (shown++ == kShownEvidence) return out + fmt::format("; and {} more", finding.evidence.size() - kShownEvidence);
    if (!out.empty()) out += "; ";
    out += evidence.locator;
    if (!evidence.excerpt.empty()) out += " \u201c" + evidence.excerpt + "\u201d";
    if (evidence.digest) out += " [" + *evidence.digest + "]";
  }
  return out;
}

// "attack.t1059.004" as ATT&CK itself writes it.
std::string marks_text(const std::vector<std::string>& tags) {
  constexpr std::string_view kTechnique = "attack.t";
  std::vector<std::string> marks;
  for (const std::string& tag : tags)
    marks.push_back(tag.starts_with(kTechnique) ? "T" + tag.substr(kTechnique.size()) : tag);
  return joined(marks);
}

std::string subject_text(const StoryFinding& given) {
  const model::Subject& subject = given.finding.subject;
  std::string out = given.package.empty() ? subject.name.value_or("") : package_text(given.package);
  if (subject.path) out += (out.empty() ? "" : " in ") + *subject.path;
  return out;
}

}  // namespace

Section recovery_section(const Story& story) {
  Section section{"What to do now, in this order", {}};
  Numbered steps;
  for (const model::Remedy& step : story.recovery.steps)
    steps.steps.push_back({step.action, step.command.value_or("")});
  if (steps.steps.empty()) section.blocks.push_back(Paragraph{"No finding of this case names a step.", Tone::plain});
  else section.blocks.push_back(std::move(steps));
  if (story.recovery.left_out > 0)
    section.blocks.push_back(
        Paragraph{fmt::format("{} more thing{} to look at for findings of less weight {} in the records.",
                              story.recovery.left_out, story.recovery.left_out == 1 ? "" : "s",
                              story.recovery.left_out == 1 ? "stands" : "stand"),
                  Tone::plain});
  return section;
}

Section packages_section(const Story& story) {
  Table table{{"Package", "How far it got", "Worst finding", "Events", "Integrity", "Where"}, {}, 1u << 4 | 1u << 5};
  std::vector<std::string> contradictions;
  std::size_t others = 0;
  for (const StoryPackage& package : story.packages) {
    for (const std::string& each : package.contradictions)
      contradictions.push_back(package_text(package.purl) + ": " + each);
    if (!package.concerned || table.rows.size() == kShownPackages) {
      ++others;
      continue;
    }
    table.rows.push_back(
        {package_text(package.purl), how_far(package), package.worst ? std::string(to_string(*package.worst)) : "none",
         std::to_string(package.events), package.integrity.value_or(""), package.install_path.value_or("")});
  }
  Section section = section_of("Which packages", std::move(table));
  if (others > 0)
    section.blocks.push_back(
        Paragraph{fmt::format("{} other package{} in the records, and not in this story: events or findings of less "
                              "weight.",
                              others, others == 1 ? " is" : "s are"),
                  Tone::plain});
  if (!contradictions.empty()) {
    section.blocks.push_back(Paragraph{"Contradictions about who it was:", Tone::warning});
    section.blocks.push_back(Bullets{std::move(contradictions)});
  }
  return section;
}

Section chain_section(const Story& story) {
  Chain chain;
  for (const Step& step : story.chain) {
    ChainStep out{std::string(to_string(step.stage)), question_of(step.stage), {}, step.more};
    for (const Moment& moment : step.moments) {
      const std::string who = moment.package.empty() ? std::string() : package_text(moment.package) + ": ";
      std::vector<ChainEvidence> evidence;
      for (const Witness& witness : moment.witnesses)
        evidence.push_back({witness.evidence + (witness.digest.empty() ? "" : " [" + witness.digest + "]"),
                            source_text(witness.from)});
      out.moments.push_back({moment_text(moment.wall_ns), who + moment.what + times_text(moment.times),
                             std::move(evidence), moment.more_witnesses, moment.denies});
    }
    chain.steps.push_back(std::move(out));
  }
  return {"What happened: publish, resolve, fetch, script, process, connection", {std::move(chain)}};
}

Section processes_section(const Story& story) {
  Preformatted tree;
  for (const ProcessNode& node : story.processes) {
    std::string line(2 * std::min<std::size_t>(node.depth, 30), ' ');
    line +=
        fmt::format("{} {}", node.pid, node.commands.empty() ? "(no program recorded)" : joined(node.commands, " => "));
    if (node.depth == 0) line += "  [" + package_text(node.package) + "]";
    if (node.signal) line += fmt::format("  [ended by signal {}]", *node.signal);
    else if (node.exit_code) line += fmt::format("  [exit {}]", *node.exit_code);
    if (node.survived) line += "  [still ran when its script had ended]";
    tree.lines.push_back(node.wall_ns == 0 ? line : line + "  " + moment_text(node.wall_ns));
  }
  Section section{"Processes", {}};
  if (tree.lines.empty()) section.blocks.push_back(Paragraph{kNothing, Tone::plain});
  else section.blocks.push_back(std::move(tree));
  return section;
}

Section connections_section(const Story& story) {
  Table table{{"First", "Package", "To", "Names", "What", "By", "Evidence"}, {}, 1u << 2 | 1u << 6};
  for (const Connection& each : story.connections)
    table.rows.push_back({moment_text(each.wall_ns), package_text(each.package),
                          fmt::format("{} {}{}", each.protocol, endpoint_text(each.address, each.port),
                                      each.sent ? "" : " (asked for only)"),
                          joined(each.names), joined(each.requests, "; ") + conversations_text(each.times),
                          joined(each.processes) + (each.by_flow ? " (by address and port)" : ""), each.evidence});
  return section_of("Connections", std::move(table));
}

Section touched_section(const Story& story) {
  Table table{{"First", "Package", "File", "What was done", "Evidence"}, {}, 1u << 2 | 1u << 4};
  for (const TouchedFile& each : story.touched)
    table.rows.push_back({moment_text(each.wall_ns), package_text(each.package), each.path,
                          joined(each.operations) + times_text(each.times), each.evidence});
  return section_of("Files it touched", std::move(table));
}

Section deeds_section(const Story& story) {
  Table table{{"When", "What", "Outcome", "Evidence"}, {}, 1u << 3};
  for (const Deed& each : story.deeds)
    table.rows.push_back({moment_text(each.wall_ns), each.what, each.outcome, each.evidence});
  return section_of("What Cordon decided and did", std::move(table));
}

Section findings_section(const Story& story) {
  Table table{{"Severity", "Finding", "About", "ATT&CK and other marks", "Evidence", "Source"}, {}, 1u << 4 | 1u << 5};
  for (const StoryFinding& each : story.findings) {
    if (table.rows.size() == kShownFindings) break;
    const model::Finding& finding = each.finding;
    table.rows.push_back({std::string(to_string(finding.severity)) + (finding.waived ? " (waived)" : ""),
                          finding.title + " (" + finding.rule_id + ")", subject_text(each), marks_text(finding.tags),
                          evidence_text(finding), source_text(each.from)});
  }
  const std::size_t more = story.findings.size() - table.rows.size();
  Section section = section_of("Findings", std::move(table));
  if (more > 0) section.blocks.push_back(Paragraph{fmt::format("And {} more in the records.", more), Tone::warning});
  return section;
}

Section evidence_section(const Story& story) {
  Table table{{"File", "Recognised as", "Bytes", "SHA-256", "Last changed", "Read without a change"}, {}, 1u << 3};
  for (const model::CaseFile& file : story.files)
    table.rows.push_back({file.path, std::string(to_string(file.kind)), std::to_string(file.size), file.sha256,
                          file.before.mtime_ns > 0 ? moment_text(static_cast<std::uint64_t>(file.before.mtime_ns)) : "",
                          file.changed ? "NO: it changed while it was read" : "yes"});
  Section section = section_of("What was taken in", std::move(table));
  if (!story.notes.empty()) {
    section.blocks.push_back(Paragraph{"Notes:", Tone::plain});
    section.blocks.push_back(Bullets{story.notes});
  }
  return section;
}

Section coverage_section(const Story& story, const model::CaseVerifyReport& verified) {
  Section section{"What was not looked at", {}};
  std::vector<std::string> lines;
  for (const model::CaseFile& file : story.files)
    if (file.kind == model::CaseFileKind::capture || file.kind == model::CaseFileKind::other)
      lines.push_back(fmt::format(
          "{}: kept, and not looked into{}", file.path,
          file.kind == model::CaseFileKind::capture ? "; 'cordon traffic --format json' makes a report of it" : ""));
  for (const LostEvents& each : story.lost)
    lines.push_back(fmt::format("{}: {} events lost: {}", each.sensor, each.count, each.reason));
  for (const LostEvents& each : story.absent)
    lines.push_back(fmt::format("{}: {} events are not in this case: {}", each.sensor, each.count, each.reason));
  if (story.events_left_out > 0)
    lines.push_back(fmt::format("{} events are in the records and not in this report", story.events_left_out));
  for (const model::FileUnread& each : story.unread)
    lines.push_back((each.line == 0 ? each.path : fmt::format("{}:{}", each.path, each.line)) + ": " + each.reason +
                    (each.incomplete ? "" : " (nothing is lost by it)"));
  for (const std::string& remark : verified.remarks) lines.push_back("the case itself: " + remark);
  if (lines.empty()) section.blocks.push_back(Paragraph{"Everything that was taken in was read.", Tone::plain});
  else section.blocks.push_back(Bullets{std::move(lines)});
  section.blocks.push_back(Paragraph{
      "A step without a record is no proof that nothing happened: it says that nothing in this case shows it.",
      Tone::plain});
  return section;
}

}  // namespace cordon::response
