#include "app/watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bus/event_line.h"
#include "model/purl_text.h"

namespace cordon::app {
Result<void> Watcher::put(const model::Event& event) {
  if (event.kind() == model::EventKind::finding) return {};
  ++events_;
  note(event);
  if (also_ != nullptr) TRY(also_->put(event));
  for (const model::Finding& finding : judge_.observe(event)) {
    if (also_ != nullptr) TRY(also_->put(event_of(finding, event)));
    if (on_finding_) on_finding_(finding, event);
  }
  return {};
}

void Watcher::note(const model::Event& event) {
  if (const auto* loss = std::get_if<model::LossPayload>(&event.payload)) lost_ += loss->count;
  if (!event.package) return;
  const model::Attribution& package = *event.package;
  const std::string key = fmt::format("{} {} {}", package.run_id.value_or(""), package.purl, to_string(package.phase));
  auto known = script_of_.find(key);
  if (known == script_of_.end()) {
    if (scripts_.size() == kMostScripts) {
      ++more_scripts_;
      return;
    }
    known = script_of_.emplace(key, scripts_.size()).first;
    scripts_.push_back({package, 0, 0, 0, event.wall_ns, event.wall_ns});
  }
  model::WatchedScript& script = scripts_[known->second];
  ++script.events;
  script.last_ns = std::max(script.last_ns, event.wall_ns);
  if (event.kind() == model::EventKind::exec) ++script.processes;
  if (const auto* connect = std::get_if<model::ConnectPayload>(&event.payload);
      connect != nullptr && connect->stage == model::ConnectStage::asked)
    ++script.connections;
}

// On behalf of the same package, at the time of what it was concluded from.
model::Event Watcher::event_of(const model::Finding& finding, const model::Event& cause) {
  model::Event made = cause;
  made.sensor = cause.sensor + ".findings";
  made.seq = made_++;
  made.id = fmt::format("{}/{}/{}/{}", made.host, made.boot, made.sensor, made.seq);
  made.payload = model::FindingPayload{finding};
  return made;
}

model::WatchReport Watcher::report(std::vector<model::FileUnread> unread) const {
  model::WatchReport report;
  report.schema = "cordon.watch/1";
  report.findings = judge_.findings();
  report.scripts = scripts_;
  report.events = events_;
  report.lost = lost_;
  report.coverage.unread = std::move(unread);
  for (model::FileUnread& line : judge_.coverage()) report.coverage.unread.push_back(std::move(line));
  if (more_scripts_ > 0)
    report.coverage.unread.push_back({"(scripts)", 0, "too_many",
                                      counted(more_scripts_, "event", "events") + " of scripts that are not listed",
                                      true});
  return report;
}

void answer(model::WatchReport& report, const Conclusion& conclusion, const Clock& clock) {
  const policy::Decision decision = conclude(conclusion, clock, report.findings, report.coverage);
  std::string text = worst_findings(report.findings);
  if (text.empty()) text = "no package did what it has no business doing";
  std::set<std::string> packages;
  for (const model::WatchedScript& script : report.scripts) packages.insert(script.package.purl);
  text +=
      fmt::format("; {}, {} of {}", counted(report.events, "event", "events"),
                  counted(report.scripts.size(), "script", "scripts"), counted(packages.size(), "package", "packages"));
  if (report.lost > 0) text += "; " + counted(report.lost, "event", "events") + " LOST";
  text += missing_text(report.coverage, "not seen");
  report.answer = {decision.verdict, decision.complete, decision.exit_code, std::move(text)};
}

}  // namespace cordon::app
