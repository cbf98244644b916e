#include "response/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>

#include "base/json_write.h"
#include "model/finding.h"
#include "response/add_up.h"
#include "response/story_chain.h"
#include "response/story_packages.h"

namespace cordon::response {
namespace {

constexpr std::size_t kAnswers = 50;
constexpr std::size_t kUnread = 500;
constexpr std::size_t kTouched = 300;
constexpr std::size_t kProcesses = 300;
constexpr std::size_t kOperations = 8;
constexpr std::size_t kDeeds = 300;

Reference reference_of(const Record& record) {
  Reference from;
  from.record = record.seq;
  if (!record.source) return from;
  from.path = record.source->path;
  from.sha256 = record.source->sha256;
  from.line = record.source->line;
  return from;
}

std::uint32_t shown_line(const Reference& from) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(from.line.value_or(0), UINT32_MAX));
}

// What tells two events of one id apart: the digest of all that they say.
Sha256Digest content_of(const model::Event& event) {
  std::string text;
  json::Writer writer(text);
  model::write(writer, event);
  return sha256(text);
}

std::string sensor_of(const model::Event& event) { return event.host + " " + event.sensor; }

std::string operation_text(const model::FilePayload& file) {
  std::string out(to_string(file.operation));
  if (file.target) out += " to " + *file.target;
  if (file.mode && file.operation == model::FileOperation::chmod) out += fmt::format(" to {:o}", *file.mode & 07777u);
  return out;
}

std::vector<TouchedFile> touched_files(std::span<const StoryEvent> events) {
  std::map<std::pair<std::string, std::string>, std::size_t> at;
  std::vector<TouchedFile> out;
  for (const StoryEvent& given : events) {
    const auto* file = std::get_if<model::FilePayload>(&given.event.payload);
    if (file == nullptr || !given.event.package) continue;
    const auto [found, is_new] = at.try_emplace({given.event.package->purl, file->path}, out.size());
    if (is_new)
      out.push_back({given.event.package->purl, file->path, {}, given.event.wall_ns, 0, given.event.id, given.from});
    TouchedFile& touched = out[found->second];
    ++touched.times;
    const std::string operation = operation_text(*file);
    if (touched.operations.size() < kOperations &&
        std::ranges::find(touched.operations, operation) == touched.operations.end())
      touched.operations.push_back(operation);
  }
  std::ranges::stable_sort(out, {}, &TouchedFile::wall_ns);
  return out;
}

// Whether the story has a place for it: what belongs to a package, and what may turn out to.
bool has_a_place(const model::Event& event) {
  switch (event.kind()) {
    case model::EventKind::connect:
    case model::EventKind::dns:
    case model::EventKind::tls:
    case model::EventKind::http:
    case model::EventKind::registry_request: return true;
    default: return event.package.has_value();
  }
}

// Numbers of a sensor that no event of the case has: it counts without leaving one out.
std::vector<LostEvents> absent_events(std::unordered_map<std::string, std::vector<std::uint64_t>>& numbers) {
  std::vector<LostEvents> out;
  for (auto& [sensor, seen] : numbers) {
    std::ranges::sort(seen);
    std::uint64_t missing = 0;
    for (std::size_t i = 1; i < seen.size(); ++i)
      if (seen[i] > seen[i - 1] + 1) missing += seen[i] - seen[i - 1] - 1;
    if (missing > 0)
      out.push_back({sensor, fmt::format("numbers between {} and {}", seen.front(), seen.back()), missing});
  }
  std::ranges::sort(out, {}, &LostEvents::sensor);
  return out;
}

void cut(auto& list, std::size_t most, std::string_view what, std::vector<model::FileUnread>& unread) {
  if (list.size() <= most) return;
  unread.push_back({"(report)", 0, "too_many",
                    fmt::format("{} more {} are in the records and not in this report", list.size() - most, what),
                    false});
  list.resize(most);
}

}  // namespace

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::publish: return "publish";
    case Stage::resolve: return "resolve";
    case Stage::fetch: return "fetch";
    case Stage::script: return "script";
    case Stage::process: return "process";
    case Stage::connection: return "connection";
  }
  return "";
}

void StoryBuilder::add_finding(const model::Finding& finding, const Reference& from) {
  findings_.push_back(finding);
  finding_from_.try_emplace(finding.id, from);
}

void StoryBuilder::add_deed(const model::Event& event) {
  if (story_.deeds.size() == kDeeds) {
    ++story_.events_left_out;
  } else if (const auto* decided = std::get_if<model::DecisionPayload>(&event.payload)) {
    std::string findings;
    for (const std::string& each : decided->findings) findings += (findings.empty() ? "" : ", ") + each;
    std::string why = findings.empty() ? std::string() : ", for findings " + findings;
    if (decided->rule) why += ", by " + *decided->rule;
    if (decided->reason) why += ": " + *decided->reason;
    story_.deeds.push_back({event.wall_ns,
                            fmt::format("decided{}: {}", decided->purl ? " on " + *decided->purl : std::string(),
                                        to_string(decided->verdict)),
                            fmt::format("{}{}", to_string(decided->effect), why), event.id});
  } else if (const auto* done = std::get_if<model::ActionPayload>(&event.payload)) {
    story_.deeds.push_back({event.wall_ns, done->action + " " + done->target, done->outcome, event.id});
  }
}

void StoryBuilder::add_event(const model::Event& event, const Reference& from) {
  const EventSeen now{content_of(event), from.record};
  const auto [seen, is_new] = events_seen_.try_emplace(event.id, now);
  if (!is_new) {
    if (seen->second.content != now.content) note_contradiction(event, from, seen->second.record);
    return;
  }
  ++story_.events;
  numbers_[event.host + " " + event.boot + " " + event.sensor].push_back(event.seq);
  if (const auto* found = std::get_if<model::FindingPayload>(&event.payload)) {
    add_finding(found->finding, from);
  } else if (const auto* loss = std::get_if<model::LossPayload>(&event.payload)) {
    const std::string sensor = sensor_of(event);
    const auto same = std::ranges::find_if(
        story_.lost, [&](const LostEvents& each) { return each.sensor == sensor && each.reason == loss->reason; });
    if (same == story_.lost.end()) story_.lost.push_back({sensor, loss->reason, loss->count});
    else same->count = add_up(same->count, loss->count);
  } else if (event.kind() == model::EventKind::decision || event.kind() == model::EventKind::action) {
    add_deed(event);
  } else if (!has_a_place(event)) {
    return;
  } else if (events_.size() < kStoryEvents) {
    events_.push_back({event, from, false});
  } else {
    ++story_.events_left_out;
  }
}

// Which of the two is true nothing here can tell.
void StoryBuilder::note_contradiction(const model::Event& event, const Reference& from, std::uint64_t first) {
  note_unread({from.path.empty() ? "(records)" : from.path, shown_line(from), "contradiction",
               fmt::format("record {} and record {} both say that they are event {}, and differ: the first is told, "
                           "the other is not",
                           first, from.record, event.id),
               true});
}

void StoryBuilder::note_unread(const model::FileUnread& unread) {
  const std::string key = fmt::format("{}\n{}\n{}\n{}", unread.path, unread.line, unread.code, unread.reason);
  if (unread_seen_.insert(key).second) story_.unread.push_back(unread);
}

void StoryBuilder::add(const Record& record) {
  const Reference from = reference_of(record);
  if (const auto* finding = std::get_if<model::Finding>(&record.payload)) {
    add_finding(*finding, from);
  } else if (const auto* event = std::get_if<model::Event>(&record.payload)) {
    add_event(*event, from);
  } else if (const auto* file = std::get_if<model::CaseFile>(&record.payload)) {
    story_.files.push_back(*file);
    interrupted_.erase(file->sha256);  // read again
  } else if (const auto* note = std::get_if<model::CaseNote>(&record.payload)) {
    if (note->code == "interrupted")
      interrupted_.insert_or_assign(from.sha256, model::FileUnread{from.path, 0, note->code, note->text, true});
    std::vector<std::string>& list = note->code == "answer" ? story_.answers : story_.notes;
    const std::string text = note->code == "answer" ? from.path + ": " + note->text : note->text;
    const bool is_listed = std::ranges::find(list, text) != list.end();
    if (note->code != "same_content" && !is_listed && list.size() < kAnswers) list.push_back(text);
  } else if (const auto* coverage = std::get_if<model::Coverage>(&record.payload)) {
    for (const model::KnowledgeUsed& each : coverage->knowledge)
      if (each.state != "loaded" || each.warning)
        note_unread({from.path + ": " + each.source, 0, each.state,
                     each.warning.value_or("this knowledge was " + each.state), false});
    for (const model::FileUnread& each : coverage->unread) note_unread(each);
  }
}

// Of findings about a process or a conversation, the package is that of an event they rest on.
void StoryBuilder::find_packages_of_findings() {
  std::unordered_map<std::string_view, const model::Attribution*> package_of;
  for (const StoryEvent& each : events_)
    if (each.event.package) package_of.emplace(each.event.id, &*each.event.package);
  for (StoryFinding& each : story_.findings) {
    each.package = each.finding.subject.purl.value_or("");
    for (const model::Evidence& evidence : each.finding.evidence) {
      if (!each.package.empty()) break;
      const auto found = package_of.find(evidence.locator);
      if (evidence.kind == model::EvidenceKind::event && found != package_of.end()) each.package = found->second->purl;
    }
  }
}

// The most severe first, of those the ones about the package that got furthest, and of those the ones that say so: what
// to do about a process that still runs comes before what to do about its files.
void StoryBuilder::sort_findings() {
  std::unordered_map<std::string, std::size_t> rank;
  for (const StoryPackage& package : story_.packages) rank.emplace(release_key(package.purl), rank.size());
  std::ranges::stable_sort(story_.findings, {}, [&](const StoryFinding& each) {
    const auto found = rank.find(release_key(each.package));
    return std::tuple(each.finding.waived.has_value(), -static_cast<int>(each.finding.severity),
                      found == rank.end() ? rank.size() : found->second,
                      each.finding.exposure ? reach(*each.finding.exposure) : SIZE_MAX, each.finding.rule_id,
                      each.finding.id);
  });
}

Story StoryBuilder::finish() {
  for (const auto& [sha256, unread] : interrupted_) note_unread(unread);
  std::ranges::stable_sort(events_, {}, [](const StoryEvent& each) { return each.event.wall_ns; });
  std::ranges::stable_sort(story_.deeds, {}, &Deed::wall_ns);
  join_by_flow(events_);
  model::merge_same(findings_);
  for (model::Finding& finding : findings_) {
    const Reference from = finding_from_[finding.id];
    story_.findings.push_back({std::move(finding), "", from});
  }
  find_packages_of_findings();
  story_.packages = tell_packages(story_.findings, events_);
  sort_findings();
  std::unordered_set<std::string> concerned;
  for (const StoryPackage& package : story_.packages)
    if (package.concerned) concerned.insert(release_key(package.purl));
  std::erase_if(events_, [&](const StoryEvent& each) {
    return each.event.package && !concerned.contains(release_key(each.event.package->purl));
  });
  story_.connections = connections(events_);
  story_.chain = tell_chain({story_.findings, events_, story_.connections, &concerned});
  std::uint64_t more_processes = 0;
  story_.processes = process_tree(events_, kProcesses, more_processes);
  story_.touched = touched_files(events_);
  std::vector<model::Finding> in_order;
  for (const StoryFinding& each : story_.findings) in_order.push_back(each.finding);
  story_.recovery = recovery_steps(in_order);
  story_.headline = headline_of(story_);
  story_.absent = absent_events(numbers_);
  std::vector<model::FileUnread> cut_here;
  cut(story_.unread, kUnread, "things that were not looked at", cut_here);
  cut(story_.touched, kTouched, "files that were touched", cut_here);
  cut(story_.connections, kTouched, "addresses", cut_here);
  if (more_processes > 0)
    cut_here.push_back({"(report)", 0, "too_many",
                        fmt::format("{} more processes are in the records and not in this report", more_processes),
                        false});
  story_.unread.insert(story_.unread.end(), cut_here.begin(), cut_here.end());
  return std::move(story_);
}

}  // namespace cordon::response
