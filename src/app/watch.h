// `cordon watch`: what packages do on this machine while they are installed, and afterwards; also of a recording.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/judge.h"
#include "app/report_answer.h"
#include "bus/event_sink.h"
#include "model/generated/watch_report.h"

namespace cordon::app {

// Scripts that a report lists; of more, the number is Coverage.
inline constexpr std::size_t kMostScripts = 10'000;

// The sink of a sensor or a replay: judges each event and passes it on, behind it what was concluded from it, as events
// of the kind finding.
class Watcher final : public bus::EventSink {
 public:
  using OnFinding = std::function<void(const model::Finding&, const model::Event&)>;

  // All must outlive it; `also` may be null. `on_finding` is called when a finding is made, with the event that made
  // it.
  Watcher(Judge& judge, bus::EventSink* also, OnFinding on_finding)
      : judge_(judge), also_(also), on_finding_(std::move(on_finding)) {}

  // Fails as `also` does. An event of the kind finding, which a recording has, is passed over: what it concluded is
  // concluded again.
  Result<void> put(const model::Event& event) override;
  Result<void> flush() override { return also_ == nullptr ? Result<void>() : also_->flush(); }

  // Findings and scripts so far; answer and knowledge are for the caller.
  model::WatchReport report(std::vector<model::FileUnread> unread) const;

 private:
  void note(const model::Event& event);
  model::Event event_of(const model::Finding& finding, const model::Event& cause);

  Judge& judge_;
  bus::EventSink* also_;
  OnFinding on_finding_;
  std::vector<model::WatchedScript> scripts_;
  std::map<std::string, std::size_t> script_of_;  // run, package and phase
  std::uint64_t events_ = 0, lost_ = 0, made_ = 0, more_scripts_ = 0;
};

// The first line, the verdict and the exit code. What is waived is marked; what was known goes into Coverage.
void answer(model::WatchReport& report, const Conclusion& conclusion, const Clock& clock);

}  // namespace cordon::app
