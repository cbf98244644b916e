// `cordon traffic`: who talked with whom, on whose behalf, and is any of it known to be bad?
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/flow_owners.h"
#include "app/judge.h"
#include "app/report_answer.h"
#include "model/generated/traffic_report.h"
#include "network/flow.h"
#include "network/traffic.h"

namespace cordon::app {

// Conversations that a report lists; of more, the number is Coverage.
inline constexpr std::size_t kMostConversations = 10'000;

// The sink of a source of traffic. Gives each event its process and package, judges it, and passes it on.
class TrafficReader final : public bus::EventSink {
 public:
  // All must outlive it; `owners` and `also` may be null.
  TrafficReader(Judge& judge, const FlowOwners* owners, bus::EventSink* also)
      : judge_(judge), owners_(owners), also_(also) {}

  Result<void> put(const model::Event& event) override;
  Result<void> flush() override { return also_ == nullptr ? Result<void>() : also_->flush(); }

  // A conversation has ended: for network::Traffic::OnFlow.
  void ended(const network::Flow& flow);

  // Findings and conversations so far; answer and knowledge are for the caller.
  model::TrafficReport report(const network::TrafficTotals& totals, std::vector<model::FileUnread> unread) const;

 private:
  struct Known {
    const FlowOwner* owner = nullptr;
    std::uint64_t first_ns = 0;  // of its first packet
    std::string name;            // that TLS or HTTP asked for
    std::string ja4;
  };

  Judge& judge_;
  const FlowOwners* owners_;
  bus::EventSink* also_;
  std::map<std::string, Known> open_;  // by both ends, as flow_key has them
  std::vector<model::Conversation> conversations_;
  std::uint64_t more_ = 0;  // conversations that are not listed
};

// The first line, the verdict and the exit code. What is waived is marked; what was known goes into Coverage. `joined`:
// events of a host were given.
void answer(model::TrafficReport& report, const Conclusion& conclusion, const Clock& clock, bool joined);

}  // namespace cordon::app
