// Whether what was said on the wire is what packs know of attacks: names, addresses, URLs, user agents.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "intel/knowledge.h"
#include "model/generated/event.h"

namespace cordon::checks {

struct IndicatorHit {
  std::uint32_t pack = 0;  // index in Knowledge::packs()
  intel::Indicator indicator;
  std::string seen;  // what of the event is it
};

class NetworkIndicators {
 public:
  // Opens every pack once. The knowledge must outlive it.
  explicit NetworkIndicators(const intel::Knowledge& knowledge);

  // Of connect, dns, tls and http events; of others none. A domain stands for what is below it, too; an address of a
  // package's registry or of this machine is what it is to a pack. A URL is compared with its scheme, host and path.
  std::vector<IndicatorHit> of(const model::Event& event) const;

  bool empty() const { return by_value_.empty(); }

 private:
  struct Known {
    std::uint32_t pack = 0;
    intel::Indicator indicator;
  };
  void look_up(intel::IndicatorKind kind, std::string_view value, std::vector<IndicatorHit>& out) const;
  void look_up_http(const model::HttpPayload& http, std::vector<IndicatorHit>& out) const;
  void look_up_host(std::string_view host, std::vector<IndicatorHit>& out) const;

  std::multimap<std::pair<intel::IndicatorKind, std::string>, Known, std::less<>> by_value_;
};

}  // namespace cordon::checks
